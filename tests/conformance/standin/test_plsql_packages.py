"""Supplied packages, through blocks and through callproc()."""

from typing import Any

import oracledb
import pytest

from oracle_server import Account


def output_of(cursor: oracledb.Cursor) -> list[str | None]:
    """All lines in the buffer."""
    line, status = cursor.var(str), cursor.var(int)
    lines: list[str | None] = []
    while True:
        cursor.callproc("dbms_output.get_line", (line, status))
        if status.getvalue():
            return lines
        lines.append(line.getvalue())


def error_of(cursor: oracledb.Cursor, sql: str) -> Any:  # noqa: ANN401 - what the driver raises
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(sql)
    return error.value.args[0]


def test_lines_are_kept_once_output_is_enabled(cursor: oracledb.Cursor) -> None:
    """PL/SQL Packages and Types Reference, DBMS_OUTPUT."""
    cursor.execute("BEGIN DBMS_OUTPUT.PUT_LINE('lost'); END;")
    cursor.callproc("dbms_output.enable")
    cursor.execute(
        "BEGIN DBMS_OUTPUT.PUT_LINE('one'); DBMS_OUTPUT.PUT('t'); DBMS_OUTPUT.PUT(a => 'wo'); DBMS_OUTPUT.NEW_LINE;"
        " SYS.DBMS_OUTPUT.PUT_LINE(3.50); DBMS_OUTPUT.PUT_LINE(NULL); END;"
    )
    assert output_of(cursor) == ["one", "two", "3.5", None]
    assert output_of(cursor) == []


def test_disabling_output_empties_the_buffer(cursor: oracledb.Cursor) -> None:
    """PL/SQL Packages and Types Reference, DBMS_OUTPUT.DISABLE."""
    cursor.callproc("dbms_output.enable", [None])
    cursor.execute("BEGIN DBMS_OUTPUT.PUT_LINE('x'); DBMS_OUTPUT.DISABLE; END;")
    cursor.callproc("dbms_output.enable")
    assert output_of(cursor) == []


def test_a_full_buffer_is_an_error(cursor: oracledb.Cursor) -> None:
    """PL/SQL Packages and Types Reference, DBMS_OUTPUT, "Exceptions": ORU-10027."""
    cursor.callproc("dbms_output.enable", [2000])
    error = error_of(cursor, "BEGIN FOR i IN 1..100 LOOP DBMS_OUTPUT.PUT_LINE(RPAD('x', 100)); END LOOP; END;")
    assert error.full_code == "ORA-20000"
    assert "ORU-10027" in error.message


def test_the_module_of_a_session_is_set_and_read(cursor: oracledb.Cursor) -> None:
    """PL/SQL Packages and Types Reference, DBMS_APPLICATION_INFO."""
    module, action, info = cursor.var(str), cursor.var(str), cursor.var(str)
    cursor.callproc("dbms_application_info.set_module", ["loader", "first"])
    cursor.callproc("dbms_application_info.set_action", keyword_parameters={"action_name": "second"})
    cursor.callproc("dbms_application_info.set_client_info", ["info"])
    cursor.callproc("dbms_application_info.read_module", [module, action])
    cursor.callproc("dbms_application_info.read_client_info", [info])
    assert (module.getvalue(), action.getvalue(), info.getvalue()) == ("loader", "second", "info")


def test_a_client_identifier_is_seen_in_the_context(cursor: oracledb.Cursor) -> None:
    """PL/SQL Packages and Types Reference, DBMS_SESSION.SET_IDENTIFIER and CLEAR_IDENTIFIER."""
    query = "SELECT SYS_CONTEXT('USERENV', 'CLIENT_IDENTIFIER') FROM dual"
    cursor.callproc("dbms_session.set_identifier", ["somebody"])
    assert cursor.execute(query).fetchone() == ("somebody",)
    cursor.callproc("dbms_session.clear_identifier")
    assert cursor.execute(query).fetchone() == (None,)


def test_long_operations_report_their_progress(cursor: oracledb.Cursor) -> None:
    """PL/SQL Packages and Types Reference, DBMS_APPLICATION_INFO.SET_SESSION_LONGOPS; V$SESSION_LONGOPS."""
    block = """DECLARE r PLS_INTEGER := DBMS_APPLICATION_INFO.SET_SESSION_LONGOPS_NOHINT; s PLS_INTEGER;
    BEGIN
        FOR i IN 1..3 LOOP
            DBMS_APPLICATION_INFO.SET_SESSION_LONGOPS(rindex => r, slno => s, op_name => 'load',
                sofar => i, totalwork => 3, target_desc => 'ORDERS', units => 'rows');
        END LOOP;
    END;"""
    cursor.execute(block)
    query = """SELECT target_desc, sofar, totalwork, units FROM v$session_longops
        WHERE opname = 'load' AND sid = SYS_CONTEXT('USERENV', 'SID')"""
    assert cursor.execute(query).fetchall() == [("ORDERS", 3, 3, "rows")]


def test_the_version_of_the_database_is_told(cursor: oracledb.Cursor) -> None:
    """PL/SQL Packages and Types Reference, DBMS_UTILITY.DB_VERSION."""
    version, compatibility = cursor.var(str), cursor.var(str)
    cursor.callproc("dbms_utility.db_version", [version, compatibility])
    assert version.getvalue().split(".")[0] == cursor.connection.version.split(".")[0]
    assert compatibility.getvalue().count(".") == 2


def test_gathered_statistics_count_the_rows_and_commit(account: Account, cursor: oracledb.Cursor) -> None:
    """PL/SQL Packages and Types Reference, DBMS_STATS.GATHER_TABLE_STATS."""
    cursor.execute('CREATE TABLE "Mixed" (a NUMBER)')
    cursor.executemany('INSERT INTO "Mixed" VALUES (:1)', [(n,) for n in range(7)])
    query = "SELECT num_rows, CASE WHEN last_analyzed IS NULL THEN 0 ELSE 1 END FROM user_tables"
    assert cursor.execute(query).fetchone() == (None, 0)
    arguments = {"ownname": account.user, "tabname": '"Mixed"', "no_invalidate": False, "degree": 2}
    cursor.execute(
        "BEGIN DBMS_STATS.GATHER_TABLE_STATS(ownname => :ownname, tabname => :tabname, no_invalidate => FALSE,"
        " estimate_percent => DBMS_STATS.AUTO_SAMPLE_SIZE, cascade => DBMS_STATS.AUTO_CASCADE); END;",
        {name: arguments[name] for name in ("ownname", "tabname")},
    )
    assert cursor.execute(query).fetchone() == (7, 1)
    with account.connect() as connection, connection.cursor() as other:
        assert other.execute('SELECT count(*) FROM "Mixed"').fetchone() == (7,)


def test_statistics_of_a_missing_table_are_ora_20000(cursor: oracledb.Cursor) -> None:
    """PL/SQL Packages and Types Reference, DBMS_STATS.GATHER_TABLE_STATS, "Exceptions"."""
    assert error_of(cursor, "BEGIN DBMS_STATS.GATHER_TABLE_STATS(USER, 'NO_SUCH'); END;").full_code == "ORA-20000"


@pytest.mark.parametrize(
    "call",
    ["DBMS_OUTPUT.PUT_LINE", "DBMS_OUTPUT.PUT_LINE('a', 'b')", "DBMS_OUTPUT.PUT_LINE(wrong => 'a')"],
)
def test_wrong_arguments_are_pls_00306(cursor: oracledb.Cursor, call: str) -> None:
    """Error Messages, PLS-00306."""
    error = error_of(cursor, f"BEGIN {call}; END;")
    assert error.full_code == "ORA-06550"
    assert "PLS-00306" in error.message


def test_call_is_a_statement_of_its_own(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, CALL."""
    cursor.execute("CALL DBMS_APPLICATION_INFO.SET_CLIENT_INFO('called')")
    info = cursor.var(str)
    cursor.callproc("dbms_application_info.read_client_info", [info])
    assert info.getvalue() == "called"


def test_a_function_of_sql_is_called_with_callfunc(cursor: oracledb.Cursor) -> None:
    """python-oracledb API, Cursor.callfunc()."""
    assert cursor.callfunc("upper", str, ["abc"]) == "ABC"


def test_sleeping_takes_its_time_and_can_be_cancelled(connection: oracledb.Connection) -> None:
    """PL/SQL Packages and Types Reference, DBMS_SESSION.SLEEP; python-oracledb API, Connection.call_timeout."""
    with connection.cursor() as cursor:
        cursor.callproc("dbms_session.sleep", [0.05])
        connection.call_timeout = 300
        with pytest.raises(oracledb.DatabaseError, match="DPY-4024"):
            cursor.execute("BEGIN DBMS_SESSION.SLEEP(30); EXCEPTION WHEN OTHERS THEN NULL; END;")
        assert cursor.execute("SELECT 1 FROM dual").fetchone() == (1,)
