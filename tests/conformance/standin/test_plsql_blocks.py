"""Anonymous PL/SQL blocks: control flow, variables, SQL, exceptions."""

from decimal import Decimal
from typing import Any

import oracledb
import pytest

from oracle_server import Account


@pytest.fixture
def table(cursor: oracledb.Cursor) -> str:
    cursor.execute("CREATE TABLE t (id NUMBER PRIMARY KEY, name VARCHAR2(10))")
    cursor.executemany("INSERT INTO t VALUES (:1, :2)", [(1, "one"), (2, "two"), (3, "three")])
    cursor.connection.commit()
    return "t"


def number_after(cursor: oracledb.Cursor, body: str, declarations: str = "") -> Any:  # noqa: ANN401 - what the driver gives
    """What the block leaves in the bind variable `result`."""
    result = cursor.var(oracledb.DB_TYPE_NUMBER)
    cursor.execute(f"DECLARE {declarations or 'unused NUMBER;'} BEGIN {body} END;", result=result)
    return result.getvalue()


def text_after(cursor: oracledb.Cursor, body: str, declarations: str = "") -> str | None:
    """What the block leaves in the bind variable `result`."""
    result = cursor.var(str, 4000)
    cursor.execute(f"DECLARE {declarations or 'unused NUMBER;'} BEGIN {body} END;", result=result)
    value = result.getvalue()
    assert value is None or isinstance(value, str)
    return value


def error_of(cursor: oracledb.Cursor, sql: str, *parameters: Any, **named: Any) -> Any:  # noqa: ANN401 - what the driver takes
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(sql, *parameters, **named)
    return error.value.args[0]


def rows(cursor: oracledb.Cursor) -> list[Any]:
    return cursor.execute("SELECT id, name FROM t ORDER BY id").fetchall()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("IF 1 > 2 THEN :result := 1; ELSIF 2 > 1 THEN :result := 2; ELSE :result := 3; END IF;", 2),
        ("IF NULL > 1 THEN :result := 1; ELSE :result := 2; END IF;", 2),
        ("CASE 3 WHEN 1 THEN :result := 1; WHEN 3 THEN :result := 30; ELSE :result := 0; END CASE;", 30),
        ("CASE WHEN 1 = 2 THEN :result := 1; ELSE :result := 9; END CASE;", 9),
        (":result := CASE WHEN 1 = 1 THEN 5 ELSE 6 END;", 5),
    ],
)
def test_a_condition_chooses_a_branch(cursor: oracledb.Cursor, body: str, expected: int) -> None:
    """PL/SQL Language Reference, "Conditional Selection Statements"."""
    assert number_after(cursor, body) == expected


def test_a_case_without_a_match_and_without_else_raises_case_not_found(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "CASE Statement": CASE_NOT_FOUND."""
    assert error_of(cursor, "BEGIN CASE 3 WHEN 1 THEN NULL; END CASE; END;").full_code == "ORA-06592"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("n := 0; FOR i IN 1..4 LOOP n := n + i; END LOOP;", 10),
        ("n := 0; FOR i IN REVERSE 1 .. 3 LOOP n := n * 10 + i; END LOOP;", 321),
        ("n := 7; FOR i IN 5..4 LOOP n := 0; END LOOP;", 7),
        ("n := 1; WHILE n < 100 LOOP n := n * 3; END LOOP;", 243),
        ("n := 0; LOOP n := n + 1; EXIT WHEN n = 6; END LOOP;", 6),
        ("n := 0; FOR i IN 1..10 LOOP CONTINUE WHEN MOD(i, 2) = 1; n := n + i; END LOOP;", 30),
        (("n := 0; <<outside>> FOR i IN 1..3 LOOP FOR j IN 1..3 LOOP EXIT outside WHEN j = 2; n := n + 1;"
         " END LOOP; END LOOP outside;"), 1),
        (("n := 0; <<outside>> FOR i IN 1..3 LOOP FOR j IN 1..3 LOOP CONTINUE outside WHEN j = 2; n := n + 1;"
         " END LOOP; END LOOP;"), 3),
        ("n := 4; IF n = 4 THEN :result := n; RETURN; END IF; n := 5;", 4),
    ],
)  # fmt: skip
def test_loops_run_as_often_as_their_limits_say(cursor: oracledb.Cursor, body: str, expected: int) -> None:
    """PL/SQL Language Reference, "LOOP Statements"."""
    assert number_after(cursor, f"{body} :result := n;", "n NUMBER;") == expected


def test_the_index_of_a_loop_hides_a_variable_and_cannot_be_assigned(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "FOR LOOP Index"."""
    assert number_after(cursor, "FOR i IN 1..3 LOOP NULL; END LOOP; :result := i;", "i NUMBER := 5;") == 5
    error = error_of(cursor, "BEGIN FOR i IN 1..3 LOOP i := 2; END LOOP; END;")
    assert error.full_code == "ORA-06550"
    assert "PLS-00363" in error.message


def test_an_inner_block_sees_and_hides_the_variables_of_the_outer_one(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "Scope and Visibility of Identifiers"."""
    body = """n := n + 1;
        <<inner>> DECLARE n NUMBER := 10; BEGIN n := n + m; :result := n * 100 + outer_block.n; END inner;"""
    result = cursor.var(int)
    block = f"BEGIN <<outer_block>> DECLARE n NUMBER := 1; m NUMBER := 5; BEGIN {body} END outer_block; END;"
    cursor.execute(block, result=result)

    assert result.getvalue() == 1502


def test_variables_begin_with_null_or_their_default(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "Initial Values of Variables and Constants"."""
    declarations = "a NUMBER; b NUMBER DEFAULT 2; c CONSTANT NUMBER := b + 1; d VARCHAR2(5) NOT NULL := 'x';"
    result = text_after(cursor, ":result := a || '/' || b || '/' || c || '/' || d;", declarations)
    assert result == "/2/3/x"


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("DECLARE c CONSTANT NUMBER := 1; BEGIN c := 2; END;", "PLS-00363"),
        ("BEGIN x := 1; END;", "PLS-00201"),
        ("DECLARE n NUMBER; BEGIN n := y + 1; END;", "PLS-00201"),
        ("DECLARE n nowhere.column_x%TYPE; BEGIN NULL; END;", "PLS-00201"),
        ("BEGIN no_such_procedure(1); END;", "PLS-00201"),
        ("DECLARE r dual%ROWTYPE; BEGIN r.nowhere := 'x'; END;", "PLS-00302"),
        ("DECLARE r dual%ROWTYPE; v VARCHAR2(1); BEGIN v := r.nowhere; END;", "PLS-00302"),
        ("DECLARE n SIMPLE_INTEGER; BEGIN NULL; END;", "PLS-00218"),
        ("DECLARE v VARCHAR2(1) NOT NULL; BEGIN NULL; END;", "PLS-00218"),
        ("BEGIN NULL END;", "PLS-00103"),
        ("BEGIN IF 1 = 1 NULL; END IF; END;", "PLS-00103"),
        ("BEGIN CREATE TABLE x (a NUMBER); END;", "PLS-00103"),
        ("BEGIN SELECT 1 FROM dual; END;", "PLS-00428"),
        ("BEGIN INSERT INTO no_such_table VALUES (1); END;", "ORA-00942"),
        ("DECLARE n NUMBER; BEGIN SELECT no_such_column INTO n FROM dual; END;", "ORA-00904"),
        ("DECLARE n NUMBER; BEGIN SELECT 1, 2 INTO n FROM dual; END;", "ORA-00913"),
        ("BEGIN EXIT; END;", "PLS-00376"),
        ("BEGIN NULL; EXCEPTION WHEN no_such_exception THEN NULL; END;", "PLS-00201"),
        ("BEGIN NULL; EXCEPTION WHEN OTHERS THEN NULL; WHEN NO_DATA_FOUND THEN NULL; END;", "PLS-00370"),
        ("DECLARE a NUMBER; a NUMBER; BEGIN NULL; END;", "PLS-00371"),
    ],
)
def test_a_block_that_does_not_compile_is_ora_06550_with_the_compilers_message(
    cursor: oracledb.Cursor, block: str, message: str
) -> None:
    """Error Messages, ORA-06550 and the PLS codes."""
    if message == "PLS-00371":
        block = block.replace("NULL;", "a := 1;")  # declared twice is an error where it is used
    error = error_of(cursor, block)

    assert error.full_code == "ORA-06550"
    assert message in error.message


def test_nothing_of_a_block_that_does_not_compile_runs(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "Static SQL": it is checked when the block is compiled, and no handler sees it."""
    block = f"""BEGIN
        DELETE FROM {table};
        COMMIT;
        INSERT INTO no_such_table VALUES (1);
    EXCEPTION WHEN OTHERS THEN NULL;
    END;"""

    assert error_of(cursor, block).full_code == "ORA-06550"
    assert len(rows(cursor)) == 3


def test_a_string_that_is_too_long_for_its_variable_is_ora_06502(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "Predefined Exceptions": VALUE_ERROR."""
    assert error_of(cursor, "DECLARE v VARCHAR2(3); BEGIN v := 'four'; END;").full_code == "ORA-06502"


@pytest.mark.parametrize(
    ("declaration", "value"), [("n NUMBER(3)", "1000"), ("n NUMBER", "'abc'"), ("n NUMBER NOT NULL := 1", "NULL")]
)
def test_a_value_that_does_not_fit_its_variable_is_ora_06502(
    cursor: oracledb.Cursor, declaration: str, value: str
) -> None:
    """PL/SQL Language Reference, "Predefined Exceptions": VALUE_ERROR."""
    block = f"DECLARE {declaration}; v VARCHAR2(10) := {value}; BEGIN n := v; END;"
    assert error_of(cursor, block).full_code == "ORA-06502"


def test_a_number_is_rounded_to_the_scale_of_its_variable(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "NUMBER Data Type": as in SQL."""
    assert number_after(cursor, "n := 2.345; :result := n;", "n NUMBER(5,2);") == pytest.approx(2.35)


def test_type_attributes_follow_the_column(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "%TYPE Attribute"."""
    assert text_after(cursor, ":result := 'v' || v;", f"v {table}.name%TYPE := 'ten chars!';") == "vten chars!"
    block = f"DECLARE v {table}.name%TYPE; BEGIN v := 'eleven char'; END;"
    assert error_of(cursor, block).full_code == "ORA-06502"


def test_a_row_variable_has_the_columns_of_its_table(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "%ROWTYPE Attribute"."""
    body = f"SELECT * INTO r FROM {table} WHERE id = 2; r.id := r.id + 40; :result := r.name || r.id;"
    assert text_after(cursor, body, f"r {table}%ROWTYPE;") == "two42"


def test_select_into_takes_one_row(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "SELECT INTO Statement"."""
    body = f"SELECT id, name INTO i, n FROM {table} WHERE id = 3; :result := i || n;"
    assert text_after(cursor, body, "i NUMBER; n VARCHAR2(10);") == "3three"


@pytest.mark.parametrize(("condition", "code"), [("id = 99", "ORA-01403"), ("id > 1", "ORA-01422")])
def test_select_into_of_no_row_or_of_several_is_an_error(
    cursor: oracledb.Cursor, table: str, condition: str, code: str
) -> None:
    """PL/SQL Language Reference, "SELECT INTO Statement": NO_DATA_FOUND, TOO_MANY_ROWS."""
    block = f"DECLARE i NUMBER; BEGIN SELECT id INTO i FROM {table} WHERE {condition}; END;"
    assert error_of(cursor, block).full_code == code


def test_a_column_hides_a_variable_of_the_same_name_in_sql(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "Name Capture"."""
    body = f"SELECT count(*) INTO :result FROM {table} WHERE id = id;"
    assert number_after(cursor, body, "id NUMBER := 1;") == 3


def test_values_of_an_insert_are_variables_even_if_a_column_has_their_name(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "PL/SQL Name Resolution": a VALUES clause sees no columns."""
    insert = f"INSERT INTO {table} (id, name) VALUES (id, name)"
    cursor.execute(f"DECLARE id NUMBER := 4; name VARCHAR2(9) := 'four'; BEGIN {insert}; END;")

    assert rows(cursor)[-1] == (4, "four")


def test_sql_rowcount_is_that_of_the_last_statement(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "SQL%ROWCOUNT Attribute"."""
    body = f"""UPDATE {table} SET name = 'x' WHERE id > 1; a := SQL%ROWCOUNT;
        DELETE FROM {table} WHERE id = 99; IF SQL%NOTFOUND THEN a := a * 10 + SQL%ROWCOUNT; END IF; :result := a;"""
    assert number_after(cursor, body, "a NUMBER;") == 20


def test_a_cursor_for_loop_reads_each_row(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "Cursor FOR LOOP Statement"."""
    body = (
        f"FOR r IN (SELECT id, name || '!' AS shout FROM {table} ORDER BY id) LOOP v := v || r.id || r.shout; END LOOP;"
    )
    assert text_after(cursor, f"{body} :result := v;", "v VARCHAR2(100);") == "1one!2two!3three!"


def test_an_explicit_cursor_is_opened_fetched_and_closed(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "Explicit Cursors"."""
    body = """OPEN c;
        LOOP FETCH c INTO n; EXIT WHEN c%NOTFOUND; total := total + n * c%ROWCOUNT; END LOOP;
        CLOSE c;
        FOR r IN c LOOP total := total + 100; END LOOP;
        IF NOT c%ISOPEN THEN :result := total; END IF;"""
    declarations = f"CURSOR c IS SELECT id FROM {table} ORDER BY id; n NUMBER; total NUMBER := 0;"
    assert number_after(cursor, body, declarations) == 314


def test_a_cursor_that_is_not_open_is_ora_01001(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "Predefined Exceptions": INVALID_CURSOR, CURSOR_ALREADY_OPEN."""
    declaration = "DECLARE CURSOR c IS SELECT 1 AS n FROM dual; n NUMBER;"
    assert error_of(cursor, f"{declaration} BEGIN FETCH c INTO n; END;").full_code == "ORA-01001"
    assert error_of(cursor, f"{declaration} BEGIN OPEN c; OPEN c; END;").full_code == "ORA-06511"


@pytest.mark.parametrize(
    ("statement", "handler", "sqlcode"),
    [
        ("INSERT INTO t VALUES (1, 'again')", "DUP_VAL_ON_INDEX", -1),
        ("SELECT id INTO n FROM t WHERE id = 99", "NO_DATA_FOUND", 100),
        ("SELECT id INTO n FROM t", "TOO_MANY_ROWS", -1422),
        ("n := 1 / 0", "ZERO_DIVIDE", -1476),
        ("n := 'abc'", "VALUE_ERROR", -6502),
        ("SELECT to_number('abc') INTO n FROM dual", "INVALID_NUMBER", -1722),
        ("CASE 1 WHEN 2 THEN NULL; END CASE", "CASE_NOT_FOUND", -6592),
        ("RAISE NO_DATA_FOUND", "NO_DATA_FOUND", 100),
    ],
)
@pytest.mark.usefixtures("table")
def test_a_predefined_exception_reaches_its_handler(
    cursor: oracledb.Cursor, statement: str, handler: str, sqlcode: int
) -> None:
    """PL/SQL Language Reference, "Predefined Exceptions"; SQLCODE of NO_DATA_FOUND is +100."""
    body = f"{statement}; EXCEPTION WHEN {handler} THEN :result := SQLCODE; WHEN OTHERS THEN :result := 0;"
    assert number_after(cursor, body, "n NUMBER;") == sqlcode


@pytest.mark.usefixtures("table")
def test_sqlerrm_is_the_text_of_the_error(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "SQLERRM Function"."""
    body = "RAISE_APPLICATION_ERROR(-20123, 'mine'); EXCEPTION WHEN OTHERS THEN :result := SQLERRM;"
    text = text_after(cursor, body)
    assert text is not None
    assert text.startswith("ORA-20123: mine")


def test_pragma_exception_init_gives_an_error_a_name(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "EXCEPTION_INIT Pragma"."""
    body = f"EXECUTE IMMEDIATE 'CREATE TABLE {table} (a NUMBER)'; EXCEPTION WHEN exists_already THEN :result := 1;"
    declarations = "exists_already EXCEPTION; PRAGMA EXCEPTION_INIT(exists_already, -955);"
    assert number_after(cursor, body, declarations) == 1


def test_a_user_defined_exception_is_handled_by_its_name(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "User-Defined Exceptions": SQLCODE is 1."""
    body = "RAISE mine; EXCEPTION WHEN NO_DATA_FOUND OR mine THEN :result := SQLCODE;"
    assert number_after(cursor, body, "mine EXCEPTION;") == 1


def test_an_unhandled_user_defined_exception_is_ora_06510(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-06510."""
    assert error_of(cursor, "DECLARE mine EXCEPTION; BEGIN RAISE mine; END;").full_code == "ORA-06510"


def test_an_exception_leaves_inner_blocks_until_one_handles_it(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "Exception Propagation"."""
    body = """BEGIN
            BEGIN RAISE ZERO_DIVIDE; EXCEPTION WHEN NO_DATA_FOUND THEN n := 1; END;
            n := 2;
        EXCEPTION WHEN ZERO_DIVIDE THEN n := n + 10; RAISE;
        END;
    EXCEPTION WHEN OTHERS THEN :result := n + SQLCODE;"""
    assert number_after(cursor, body, "n NUMBER := 0;") == 10 - 1476


def test_an_error_in_a_handler_or_a_declaration_is_the_outer_blocks(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "Exceptions Raised in Declarations" and "... in Exception Handlers"."""
    body = """BEGIN
            DECLARE v VARCHAR2(1) := 'ab'; BEGIN NULL; EXCEPTION WHEN OTHERS THEN :result := 1; END;
        EXCEPTION WHEN VALUE_ERROR THEN RAISE NO_DATA_FOUND; WHEN OTHERS THEN :result := 2;
        END;
    EXCEPTION WHEN NO_DATA_FOUND THEN :result := 3;"""
    assert number_after(cursor, body) == 3


def test_the_error_stack_names_the_line(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-06512."""
    error = error_of(cursor, "BEGIN\n  NULL;\n  RAISE_APPLICATION_ERROR(-20001, 'no');\nEND;")

    assert error.full_code == "ORA-20001"
    assert "ORA-20001: no\nORA-06512: at line 3" in error.message


def test_the_number_of_an_application_error_has_limits(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-21000."""
    assert error_of(cursor, "BEGIN RAISE_APPLICATION_ERROR(-1, 'no'); END;").full_code == "ORA-21000"


def test_execute_immediate_runs_ddl_and_commits(account: Account, cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "EXECUTE IMMEDIATE Statement"; Database Concepts: DDL commits."""
    block = f"BEGIN INSERT INTO {table} VALUES (4, 'four'); EXECUTE IMMEDIATE 'CREATE TABLE u (a NUMBER)'; END;"
    cursor.execute(block)

    with account.connect() as other, other.cursor() as reader:
        assert len(rows(reader)) == 4
        assert reader.execute("SELECT count(*) FROM u").fetchone() == (0,)


def test_execute_immediate_takes_and_gives_values(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "EXECUTE IMMEDIATE Statement": INTO, USING, RETURNING INTO."""
    body = f"""EXECUTE IMMEDIATE 'SELECT name FROM {table} WHERE id = :x' INTO v USING 2;
        EXECUTE IMMEDIATE 'UPDATE {table} SET name = :y WHERE id = 3 RETURNING id INTO :z' USING v RETURNING INTO n;
        EXECUTE IMMEDIATE 'BEGIN :a := :a + :b; END;' USING IN OUT n, 5;
        :result := v || n || SQL%ROWCOUNT;"""
    assert text_after(cursor, body, "v VARCHAR2(10); n NUMBER;") in ("two81", "two80")
    assert rows(cursor)[2] == (3, "two")


def test_the_well_known_way_to_create_a_table_once(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "Handling Exceptions": what loaders write before 23ai instead of IF NOT EXISTS."""
    block = """BEGIN
        EXECUTE IMMEDIATE 'CREATE TABLE once (a NUMBER)';
    EXCEPTION WHEN OTHERS THEN IF SQLCODE != -955 THEN RAISE; END IF;
    END;"""
    cursor.execute(block)
    cursor.execute(block)
    wrong = block.replace("(a NUMBER)", "(a NUMBER, a NUMBER)").replace("once", "twice")

    assert error_of(cursor, wrong).full_code == "ORA-00957"


def test_an_unhandled_error_undoes_the_whole_block_and_nothing_else(cursor: oracledb.Cursor, table: str) -> None:
    """Database Concepts, "Statement-Level Atomicity": an anonymous block is a statement."""
    cursor.execute(f"INSERT INTO {table} VALUES (4, 'four')")
    block = f"BEGIN DELETE FROM {table} WHERE id = 1; INSERT INTO {table} VALUES (2, 'again'); END;"

    assert error_of(cursor, block).full_code == "ORA-00001"
    assert [row[0] for row in rows(cursor)] == [1, 2, 3, 4]
    cursor.connection.rollback()
    assert [row[0] for row in rows(cursor)] == [1, 2, 3]


def test_a_handled_error_keeps_what_the_block_did_before(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "Handling Exceptions": only the statement that failed is undone."""
    block = f"""BEGIN
        DELETE FROM {table} WHERE id = 1;
        INSERT INTO {table} SELECT id + 1, name FROM {table};
    EXCEPTION WHEN DUP_VAL_ON_INDEX THEN UPDATE {table} SET name = 'kept' WHERE id = 2;
    END;"""
    cursor.execute(block)

    assert rows(cursor) == [(2, "kept"), (3, "three")]


def test_a_block_commits_and_rolls_back(account: Account, cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "COMMIT Statement", "ROLLBACK Statement", "SAVEPOINT Statement"."""
    block = f"""BEGIN
        INSERT INTO {table} VALUES (4, 'four'); COMMIT;
        INSERT INTO {table} VALUES (5, 'five'); ROLLBACK;
        INSERT INTO {table} VALUES (6, 'six'); SAVEPOINT s;
        INSERT INTO {table} VALUES (7, 'seven'); ROLLBACK TO s;
    END;"""
    cursor.execute(block)

    assert [row[0] for row in rows(cursor)] == [1, 2, 3, 4, 6]
    with account.connect() as other, other.cursor() as reader:
        assert [row[0] for row in rows(reader)] == [1, 2, 3, 4]


def test_a_savepoint_of_a_block_outlives_it(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "SAVEPOINT Statement": savepoints belong to the transaction."""
    cursor.execute(f"INSERT INTO {table} VALUES (4, 'four')")
    cursor.execute(f"BEGIN INSERT INTO {table} VALUES (5, 'five'); SAVEPOINT s; DELETE FROM {table}; END;")
    cursor.execute("ROLLBACK TO s")

    assert [row[0] for row in rows(cursor)] == [1, 2, 3, 4, 5]


def test_a_name_that_occurs_twice_is_one_bind(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Binding by Name or Position": in PL/SQL a repeated name is one variable."""
    result = cursor.var(int)
    cursor.execute("BEGIN :r := :a * 10 + :a; END;", [result, 4])

    assert result.getvalue() == 44


def test_binds_take_values_in_both_directions(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "PL/SQL IN OUT": the variable goes in and comes out."""
    number, text = cursor.var(oracledb.DB_TYPE_NUMBER), cursor.var(str)
    number.setvalue(0, 5)
    text.setvalue(0, "in")
    for _ in range(3):
        cursor.execute("BEGIN :n := :n * 2; :t := :t || '+'; END;", n=number, t=text)

    assert (number.getvalue(), text.getvalue()) == (40, "in+++")


@pytest.mark.parametrize(
    ("kind", "expression", "expected"),
    [
        (oracledb.DB_TYPE_NUMBER, "1234567890123.25", Decimal("1234567890123.25")),
        (oracledb.DB_TYPE_VARCHAR, "'text äöü'", "text äöü"),
        (oracledb.DB_TYPE_NVARCHAR, "'text äöü'", "text äöü"),
        (oracledb.DB_TYPE_RAW, "HEXTORAW('00ff10')", b"\x00\xff\x10"),
        (oracledb.DB_TYPE_BINARY_DOUBLE, "TO_BINARY_DOUBLE('0.5')", 0.5),
        (oracledb.DB_TYPE_BOOLEAN, "1 < 2", True),
        (oracledb.DB_TYPE_BOOLEAN, "NULL", None),
        (oracledb.DB_TYPE_NUMBER, "NULL", None),
        (oracledb.DB_TYPE_VARCHAR, "''", None),
        (oracledb.DB_TYPE_VARCHAR, "12.50", "12.5"),
    ],
)
def test_each_type_comes_out_of_a_block(
    cursor: oracledb.Cursor, kind: oracledb.DbType, expression: str, expected: object
) -> None:
    """python-oracledb user guide, "Using cursor.var() for Bind Variables"."""
    result = cursor.var(kind)
    cursor.execute(f"BEGIN :result := {expression}; END;", result=result)

    assert result.getvalue() == expected


def test_a_lob_and_a_date_come_out_of_a_block(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Using CLOB and BLOB Data"; DATE has its time."""
    lob, date = cursor.var(oracledb.DB_TYPE_CLOB), cursor.var(oracledb.DB_TYPE_DATE)
    cursor.execute(
        "DECLARE c CLOB := 'lob'; BEGIN c := c || RPAD('x', 3000, 'y'); :c := c;"
        " :d := TO_DATE('2024-02-29 13:14:15', 'YYYY-MM-DD HH24:MI:SS'); END;",
        c=lob,
        d=date,
    )

    assert len(lob.getvalue().read()) == 3003
    assert date.getvalue().isoformat() == "2024-02-29T13:14:15"


def test_a_value_that_does_not_fit_its_bind_is_ora_06502(cursor: oracledb.Cursor) -> None:
    """Error Messages, ORA-06502: the buffer of a bind variable is a limit too."""
    block = "BEGIN :t := 'longer than that'; END;"
    assert error_of(cursor, block, t=cursor.var(str, 3)).full_code == "ORA-06502"


def test_a_block_runs_once_for_each_row_of_its_binds(cursor: oracledb.Cursor, table: str) -> None:
    """python-oracledb user guide, "Batch Execution of PL/SQL"."""
    cursor.executemany(f"BEGIN INSERT INTO {table} VALUES (:1, :2); END;", [(4, "a"), (5, "b"), (6, "c")])
    assert rows(cursor)[3:] == [(4, "a"), (5, "b"), (6, "c")]


def test_a_batch_of_blocks_gives_a_value_for_each_row(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Batch Execution of PL/SQL": OUT binds."""
    doubled = cursor.var(int, arraysize=3)
    cursor.setinputsizes(None, doubled)
    cursor.executemany("DECLARE n NUMBER := :1; BEGIN :2 := n * 2; END;", [(1,), (2,), (3,)])

    assert doubled.values == [2, 4, 6]


def test_too_few_binds_are_refused(cursor: oracledb.Cursor) -> None:
    """python-oracledb, DPY-4010 or ORA-01008: all variables are bound."""
    with pytest.raises(oracledb.DatabaseError, match=r"DPY-4010|DPY-4009|ORA-01008"):
        cursor.execute("BEGIN :a := :b; END;", a=cursor.var(int))


def test_autocommit_commits_a_block_that_worked(account: Account, connection: oracledb.Connection, table: str) -> None:
    """python-oracledb API, Connection.autocommit."""
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN DELETE FROM {table} WHERE id < 3; END;")
    with account.connect() as other, other.cursor() as reader:
        assert rows(reader) == [(3, "three")]


@pytest.mark.standin_only("what it does not support")
@pytest.mark.parametrize(
    ("block", "name"),
    [
        ("DECLARE TYPE l IS TABLE OF NUMBER; BEGIN NULL; END;", "TYPE"),
        ("DECLARE PROCEDURE p IS BEGIN NULL; END; BEGIN p; END;", "PROCEDURE"),
        ("DECLARE PRAGMA AUTONOMOUS_TRANSACTION; BEGIN NULL; END;", "AUTONOMOUS_TRANSACTION"),
        ("BEGIN GOTO x; END;", "GOTO"),
        ("DECLARE n NUMBER; BEGIN n := 2 ** 3; END;", "**"),
        ("BEGIN FORALL i IN 1..2 DELETE FROM dual; END;", "FORALL"),
        ("DECLARE n NUMBER; BEGIN SELECT 1 BULK COLLECT INTO n FROM dual; END;", "BULK COLLECT"),
        ("BEGIN DBMS_SCHEDULER.RUN_JOB('x'); END;", "DBMS_SCHEDULER"),
        ("DECLARE c SYS_REFCURSOR; BEGIN NULL; END;", "SYS_REFCURSOR"),
        ("DECLARE CURSOR c (n NUMBER) IS SELECT n FROM dual; BEGIN NULL; END;", "parameters"),
        (
            "BEGIN EXECUTE IMMEDIATE 'FLASHBACK TABLE t TO BEFORE DROP'; EXCEPTION WHEN OTHERS THEN NULL; END;",
            "FLASHBACK",
        ),
    ],
)
def test_what_the_stand_in_lacks_is_refused_by_name_and_no_handler_hides_it(
    cursor: oracledb.Cursor, block: str, name: str
) -> None:
    """Error Messages, ORA-03001."""
    error = error_of(cursor, block)

    assert error.full_code == "ORA-03001"
    assert name in error.message


def test_the_fields_of_a_record_are_values_in_static_sql(cursor: oracledb.Cursor, table: str) -> None:
    """PL/SQL Language Reference, "Cursor FOR LOOP Statement", "PL/SQL Name Resolution": a column hides a field."""
    cursor.execute("CREATE TABLE u (id NUMBER, name VARCHAR2(10))")
    cursor.execute(
        f"BEGIN FOR r IN (SELECT id, name FROM {table}) LOOP INSERT INTO u VALUES (r.id, r.name);"
        " UPDATE u SET name = r.name || '!' WHERE id = r.id AND r.id > 1; END LOOP; END;"
    )
    assert cursor.execute("SELECT id, name FROM u ORDER BY id").fetchall() == [(1, "one"), (2, "two!"), (3, "three!")]
    cursor.execute(
        f"DECLARE x {table}%ROWTYPE; BEGIN x.id := 1; DELETE FROM u WHERE id = x.id;"
        " x.id := 7; INSERT INTO u (id) SELECT x.id FROM dual; END;"
    )
    assert cursor.execute("SELECT id FROM u ORDER BY id").fetchall() == [(2,), (3,), (7,)]


def test_an_error_of_the_compiler_tells_its_offset_in_the_text(cursor: oracledb.Cursor) -> None:
    """python-oracledb user guide, "Catching Exceptions": `offset`; Error Help, ORA-06550."""
    error = error_of(cursor, "BEGIN missing := 5; END;")

    assert (error.full_code, error.offset) == ("ORA-06550", 6)


def test_a_simple_integer_is_never_null(cursor: oracledb.Cursor) -> None:
    """PL/SQL Language Reference, "SIMPLE_INTEGER Subtype of PLS_INTEGER": NOT NULL."""
    assert error_of(cursor, "DECLARE n SIMPLE_INTEGER := 1; BEGIN n := NULL; END;").full_code == "ORA-06502"
    assert error_of(cursor, "DECLARE n POSITIVEN := 1; BEGIN n := NULL; END;").full_code == "ORA-06502"


@pytest.mark.standin_only("an Oracle can do these")
@pytest.mark.parametrize(
    ("block", "named"),
    [
        ("DECLARE r t%ROWTYPE; BEGIN INSERT INTO t VALUES r; END;", "INSERT ... VALUES of a record"),
        ("DECLARE r t%ROWTYPE; BEGIN UPDATE t SET ROW = r; END;", "SET ROW"),
        ("BEGIN DELETE FROM t WHERE CURRENT OF c; END;", "WHERE CURRENT OF"),
        ("DECLARE n NUMBER; BEGIN n := DBMS_RANDOM.VALUE; END;", "DBMS_RANDOM.VALUE"),
        ("DECLARE v VARCHAR2(32767); BEGIN v := RPAD('x', 32767); END;", "more text"),
        ("DECLARE v VARCHAR2(32767) := RPAD('x', 3000); BEGIN v := v || v; END;", "more text"),
        ("DECLARE n NUMBER; BEGIN n := LENGTH(LPAD('x', 5000)); END;", "more text"),
        ("BEGIN IF LENGTH(RPAD('x', 5000)) = 5000 THEN NULL; END IF; END;", "more text"),
        (
            "DECLARE v VARCHAR2(9000) := RPAD('x', 4000, 'x'); BEGIN v := REPLACE(v, 'x', 'xx'); v := UPPER(v); END;",
            "more text",
        ),
        ("DECLARE n SIMPLE_INTEGER := 2147483647; BEGIN n := n + 1; END;", "overflow of SIMPLE_INTEGER"),
    ],
)
def test_what_blocks_cannot_do_is_refused_by_name(cursor: oracledb.Cursor, table: str, block: str, named: str) -> None:
    """docs/standin.md, "What it refuses"."""
    error = error_of(cursor, block)
    assert error.full_code == "ORA-03001", error.message
    assert named in error.message, table


def test_blocks_pad_text_to_the_length_of_sql(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, "RPAD", "LPAD"."""
    assert text_after(cursor, ":result := LENGTH(RPAD('x', 4000, 'y'));") == "4000"
    assert text_after(cursor, ":result := RPAD('a', 3, 'b') || lpad ('c', 3) || 'RPAD(';") == "abb  cRPAD("
