"""Users, privileges, roles and quotas, as two accounts meet them."""

from collections.abc import Callable, Iterator

import oracledb
import pytest

from oracle_server import Account, OracleServer

NewAccount = Callable[..., Account]


def code_of(connection: oracledb.Connection, statement: str) -> str:
    """The code of the error that a statement ends with; empty when it works."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(statement)
        except oracledb.DatabaseError as error:
            return str(error.args[0].full_code)
    return ""


def run(account: Account, *statements: str) -> None:
    with account.connect() as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        connection.commit()


def refusal(account: Account, statement: str) -> str:
    """code_of() in a session of its own."""
    with account.connect() as connection:
        return code_of(connection, statement)


@pytest.fixture
def owner(new_account: NewAccount) -> Account:
    """A user with a table T of two rows."""
    account = new_account()
    run(account, "CREATE TABLE t (id NUMBER PRIMARY KEY, name VARCHAR2(10))", "INSERT INTO t VALUES (1, 'a')")
    return account


@pytest.fixture
def other(new_account: NewAccount) -> Account:
    return new_account()


def test_a_table_of_another_user_is_not_there_without_a_privilege(owner: Account, other: Account) -> None:
    """Error Messages, ORA-00942."""
    with other.connect() as connection:
        assert code_of(connection, f"SELECT * FROM {owner.user}.t") == "ORA-00942"
        assert code_of(connection, f"INSERT INTO {owner.user}.t VALUES (2, 'b')") == "ORA-00942"
        assert code_of(connection, f"DROP TABLE {owner.user}.t") == "ORA-00942"
        assert code_of(connection, f"LOCK TABLE {owner.user}.t IN EXCLUSIVE MODE") == "ORA-00942"


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO {}.t VALUES (2, 'b')", "UPDATE {}.t SET name = 'b'", "DELETE FROM {}.t", "DROP TABLE {}.t"],
)
def test_a_table_that_may_only_be_read_names_the_missing_privilege(
    owner: Account, other: Account, statement: str
) -> None:
    """Error Messages, ORA-01031 and, since 23ai, ORA-41900."""
    run(owner, f"GRANT SELECT ON t TO {other.user}")

    with other.connect() as connection:
        assert code_of(connection, f"SELECT * FROM {owner.user}.t") == ""
        assert code_of(connection, statement.format(owner.user)) in ("ORA-01031", "ORA-41900")


@pytest.mark.parametrize(
    ("privileges", "statement"),
    [
        ("SELECT", "SELECT * FROM {}.t FOR UPDATE"),
        ("READ", "SELECT * FROM {}.t"),
        ("INSERT", "INSERT INTO {}.t VALUES (2, 'b')"),
        ("UPDATE, SELECT", "UPDATE {}.t SET name = 'b' WHERE id = 1"),
        ("DELETE, SELECT", "DELETE FROM {}.t WHERE id = 1"),
        ("ALTER", "ALTER TABLE {}.t ADD (more NUMBER)"),
        (
            "INSERT, UPDATE, SELECT",
            "MERGE INTO {}.t t USING dual ON (t.id = 1) WHEN MATCHED THEN UPDATE SET t.name = 'b'",
        ),
    ],
)
def test_an_object_privilege_lets_its_statement_pass(
    owner: Account, other: Account, privileges: str, statement: str
) -> None:
    """SQL Language Reference, GRANT: object privileges."""
    run(owner, f"GRANT {privileges} ON t TO {other.user}")

    with other.connect() as connection:
        assert code_of(connection, statement.format(owner.user)) == ""


def test_a_revoked_privilege_is_gone_at_once(owner: Account, other: Account) -> None:
    """SQL Language Reference, REVOKE."""
    run(owner, f"GRANT SELECT ON t TO {other.user}")
    with other.connect() as connection:
        assert code_of(connection, f"SELECT * FROM {owner.user}.t") == ""
        run(owner, f"REVOKE SELECT ON t FROM {other.user}")

        assert code_of(connection, f"SELECT * FROM {owner.user}.t") == "ORA-00942"


def test_a_privilege_of_public_is_everybodys(owner: Account, other: Account) -> None:
    """SQL Language Reference, GRANT: PUBLIC."""
    run(owner, "GRANT SELECT ON t TO PUBLIC")

    with other.connect() as connection:
        assert code_of(connection, f"SELECT * FROM {owner.user}.t") == ""


def test_a_privilege_is_passed_on_with_grant_option_only(owner: Account, other: Account, account: Account) -> None:
    """SQL Language Reference, GRANT: WITH GRANT OPTION."""
    run(owner, f"GRANT SELECT ON t TO {other.user}")
    with other.connect() as connection:
        assert code_of(connection, f"GRANT SELECT ON {owner.user}.t TO {account.user}") in ("ORA-01031", "ORA-41900")
        run(owner, f"GRANT SELECT ON t TO {other.user} WITH GRANT OPTION")
        assert code_of(connection, f"GRANT SELECT ON {owner.user}.t TO {account.user}") == ""

    with account.connect() as connection:
        assert code_of(connection, f"SELECT * FROM {owner.user}.t") == ""


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("GRANT SELECT ON t TO nobody_at_all", "ORA-01917"),
        ("GRANT SELECT ON no_table TO PUBLIC", "ORA-00942"),
        ("GRANT EVERYTHING ON t TO PUBLIC", "ORA-00990"),
        ("REVOKE SELECT ON t FROM PUBLIC", "ORA-01927"),
        ("CREATE USER somebody IDENTIFIED BY x", "ORA-01031"),
        ("ALTER USER system ACCOUNT LOCK", "ORA-01031"),
        ("CREATE ROLE some_role", "ORA-01031"),
        ("GRANT CREATE SESSION TO PUBLIC", "ORA-01031"),
    ],
)
def test_grants_that_make_no_sense_or_are_not_allowed_are_refused(owner: Account, statement: str, code: str) -> None:
    """Error Messages, the codes."""
    with owner.connect() as connection:
        assert code_of(connection, statement) == code


def test_nobody_grants_to_himself(owner: Account) -> None:
    """Error Messages, ORA-01749."""
    with owner.connect() as connection:
        assert code_of(connection, f"GRANT SELECT ON t TO {owner.user}") == "ORA-01749"


def test_an_account_without_create_session_does_not_log_on(new_account: NewAccount) -> None:
    """Error Messages, ORA-01045."""
    account = new_account(privileges="CREATE TABLE")

    with pytest.raises(oracledb.DatabaseError) as caught:
        account.connect()
    assert caught.value.args[0].full_code == "ORA-01045"


def test_a_locked_account_does_not_log_on(account: Account, server: OracleServer) -> None:
    """Error Messages, ORA-28000."""
    server.execute(f"ALTER USER {account.user} ACCOUNT LOCK")
    with pytest.raises(oracledb.DatabaseError) as caught:
        account.connect()
    server.execute(f"ALTER USER {account.user} ACCOUNT UNLOCK")

    assert caught.value.args[0].full_code == "ORA-28000"
    account.connect().close()


def test_an_expired_password_is_replaced_at_log_on(account: Account, server: OracleServer) -> None:
    """Error Messages, ORA-28001."""
    server.execute(f"ALTER USER {account.user} PASSWORD EXPIRE")
    with pytest.raises(oracledb.DatabaseError) as caught:
        account.connect()
    assert caught.value.args[0].full_code == "ORA-28001"

    account.connect(newpassword="another one").close()
    oracledb.connect(user=account.user, password="another one", dsn=account.dsn).close()


def test_a_table_needs_create_table(new_account: NewAccount) -> None:
    """SQL Language Reference, CREATE TABLE: prerequisites."""
    account = new_account(privileges="CREATE SESSION")

    with account.connect() as connection:
        assert code_of(connection, "CREATE TABLE t (n NUMBER)") == "ORA-01031"


def test_a_table_in_another_schema_needs_create_any_table(
    account: Account, other: Account, server: OracleServer
) -> None:
    """SQL Language Reference, CREATE TABLE: prerequisites."""
    with account.connect() as connection:
        assert code_of(connection, f"CREATE TABLE {other.user}.t (n NUMBER)") == "ORA-01031"
        server.execute(f"GRANT CREATE ANY TABLE TO {account.user}")
        assert code_of(connection, f"CREATE TABLE {other.user}.t (n NUMBER)") == ""

    with other.connect() as connection:
        assert code_of(connection, "INSERT INTO t VALUES (1)") == ""


def test_system_privileges_for_any_table_let_statements_pass(
    owner: Account, other: Account, server: OracleServer
) -> None:
    """SQL Language Reference, GRANT: system privileges."""
    server.execute(f"GRANT SELECT ANY TABLE, INSERT ANY TABLE TO {other.user}")

    with other.connect() as connection:
        assert code_of(connection, f"INSERT INTO {owner.user}.t SELECT id + 1, name FROM {owner.user}.t") == ""
        assert code_of(connection, f"UPDATE {owner.user}.t SET name = 'c'") in ("ORA-01031", "ORA-41900")


def test_rows_of_an_owner_without_quota_are_refused(new_account: NewAccount) -> None:
    """Error Messages, ORA-01950: deferred segment creation leaves it to the first row."""
    account = new_account(quota="0")

    with account.connect() as connection:
        assert code_of(connection, "CREATE TABLE t (n NUMBER)") == ""
        assert code_of(connection, "INSERT INTO t VALUES (1)") == "ORA-01950"


def test_a_quota_can_be_given_later(new_account: NewAccount, server: OracleServer) -> None:
    """SQL Language Reference, ALTER USER: QUOTA."""
    account = new_account(quota="0")
    server.execute(f"ALTER USER {account.user} QUOTA UNLIMITED ON users")

    with account.connect() as connection:
        code_of(connection, "CREATE TABLE t (n NUMBER)")
        assert code_of(connection, "INSERT INTO t VALUES (1)") == ""


def test_the_quota_is_the_owners_whoever_inserts(new_account: NewAccount, other: Account) -> None:
    """Database Security Guide, "Tablespace Quotas"."""
    poor = new_account(quota="0")
    run(poor, "CREATE TABLE t (n NUMBER)", f"GRANT INSERT ON t TO {other.user}")

    with other.connect() as connection:
        assert code_of(connection, f"INSERT INTO {poor.user}.t VALUES (1)") == "ORA-01950"


def test_a_small_quota_is_exceeded(new_account: NewAccount) -> None:
    """Error Messages, ORA-01536."""
    account = new_account(quota="512K")
    with account.connect() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (text VARCHAR2(1000))")
        rows = [("x" * 1000,)] * 100
        codes = {insert_code(cursor, rows) for _ in range(10)}

    assert codes == {"", "ORA-01536"}


def insert_code(cursor: oracledb.Cursor, rows: list[tuple[str]]) -> str:
    """The code of the error that an array insert ends with; empty when it works."""
    try:
        cursor.executemany("INSERT INTO t VALUES (:1)", rows)
    except oracledb.DatabaseError as error:
        return str(error.args[0].full_code)
    return ""


def test_a_global_temporary_table_needs_no_quota(new_account: NewAccount) -> None:
    """Database Administrator's Guide, "Creating a Temporary Table": it lives in the temporary tablespace."""
    account = new_account(quota="0")

    with account.connect() as connection:
        code_of(connection, "CREATE GLOBAL TEMPORARY TABLE t (n NUMBER)")
        assert code_of(connection, "INSERT INTO t VALUES (1)") == ""


def test_a_role_gives_its_privileges(owner: Account, other: Account, server: OracleServer) -> None:
    """SQL Language Reference, CREATE ROLE."""
    role = f"ROLE_OF_{owner.user}"
    server.execute(f"CREATE ROLE {role}", f"GRANT {role} TO {other.user}")
    try:
        run(owner, f"GRANT SELECT ON t TO {role}")
        with other.connect() as connection, connection.cursor() as cursor:
            assert code_of(connection, f"SELECT * FROM {owner.user}.t") == ""
            assert role in {name for (name,) in cursor.execute("SELECT role FROM session_roles")}
    finally:
        server.execute(f"DROP ROLE {role}")


def test_views_of_the_dictionary_show_what_one_may_see(owner: Account, other: Account) -> None:
    """Database Reference, ALL_TABLES: tables accessible to the current user."""
    query = "SELECT COUNT(*) FROM all_tables WHERE owner = :1"
    with other.connect() as connection, connection.cursor() as cursor:
        assert cursor.execute(query, [owner.user]).fetchone() == (0,)
        run(owner, f"GRANT INSERT ON t TO {other.user}")
        assert cursor.execute(query, [owner.user]).fetchone() == (1,)


@pytest.mark.parametrize("view", ["dba_tables", "dba_users", "v$session", "v$instance"])
def test_views_of_the_administrator_are_not_there_for_others(cursor: oracledb.Cursor, view: str) -> None:
    """Database Reference, "About Static Data Dictionary Views": DBA_ views."""
    with pytest.raises(oracledb.DatabaseError) as caught:
        cursor.execute(f"SELECT COUNT(*) FROM {view}")
    assert caught.value.args[0].full_code == "ORA-00942"


def test_select_catalog_role_opens_the_administrators_views(account: Account, server: OracleServer) -> None:
    """Database Security Guide, SELECT_CATALOG_ROLE."""
    server.execute(f"GRANT SELECT_CATALOG_ROLE TO {account.user}")

    with account.connect() as connection:
        assert code_of(connection, "SELECT COUNT(*) FROM v$session") == ""
        assert code_of(connection, "SELECT COUNT(*) FROM dba_tables") == ""


def test_whoever_sees_them_may_look_for_pending_transactions(account: Account, server: OracleServer) -> None:
    """python-oracledb API, `Connection.tpc_recover()`; Database Reference, DBA_PENDING_TRANSACTIONS."""
    server.execute(f"GRANT SELECT_CATALOG_ROLE TO {account.user}")

    with account.connect() as connection:
        assert connection.tpc_recover() == []


def test_the_dictionary_lists_grants(owner: Account, other: Account) -> None:
    """Database Reference, ALL_TAB_PRIVS."""
    run(owner, f"GRANT SELECT, INSERT ON t TO {other.user} WITH GRANT OPTION")

    with other.connect() as connection, connection.cursor() as cursor:
        rows = cursor.execute(
            "SELECT grantor, grantee, table_schema, table_name, privilege, grantable FROM all_tab_privs"
            " WHERE table_schema = :1 ORDER BY privilege",
            [owner.user],
        ).fetchall()
    assert rows == [(owner.user, other.user, owner.user, "T", name, "YES") for name in ("INSERT", "SELECT")]


def test_the_dictionary_lists_system_privileges(new_account: NewAccount) -> None:
    """Database Reference, USER_SYS_PRIVS and SESSION_PRIVS."""
    account = new_account(privileges="CREATE SESSION, CREATE TABLE")

    with account.connect() as connection, connection.cursor() as cursor:
        held = cursor.execute("SELECT privilege FROM user_sys_privs WHERE username = user ORDER BY 1").fetchall()
        assert held == [("CREATE SESSION",), ("CREATE TABLE",)]
        assert {("CREATE SESSION",), ("CREATE TABLE",)} <= set(cursor.execute("SELECT * FROM session_privs").fetchall())


def test_the_dictionary_lists_quotas(new_account: NewAccount) -> None:
    """Database Reference, USER_TS_QUOTAS: MAX_BYTES -1 is without limit."""
    for quota, shown in (("UNLIMITED", -1), ("10M", 10 * 1024 * 1024)):
        with new_account(quota=quota).connect() as connection, connection.cursor() as cursor:
            rows = cursor.execute("SELECT tablespace_name, max_bytes FROM user_ts_quotas").fetchall()
            assert rows == [("USERS", shown)]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("CREATE USER {user} IDENTIFIED BY x", "ORA-01920"),
        ("ALTER USER nobody_at_all ACCOUNT LOCK", "ORA-01918"),
        ("DROP USER nobody_at_all", "ORA-01918"),
        ("DROP USER {user}", "ORA-01922"),
        ("CREATE USER somebody IDENTIFIED BY x DEFAULT TABLESPACE nowhere", "ORA-00959"),
        ("GRANT no_such_role TO {user}", "ORA-01919"),
        ("REVOKE CREATE ANY TABLE FROM {user}", "ORA-01952"),
        ("DROP ROLE no_such_role", "ORA-01919"),
    ],
)
def test_statements_about_users_are_refused_with_their_code(
    owner: Account, server: OracleServer, statement: str, code: str
) -> None:
    """Error Messages, the codes."""
    with server.administrator.connect() as connection:
        assert code_of(connection, statement.format(user=owner.user)) == code


def test_a_connected_user_is_not_dropped(account: Account, server: OracleServer) -> None:
    """Error Messages, ORA-01940."""
    with account.connect(), server.administrator.connect() as connection:
        assert code_of(connection, f"DROP USER {account.user} CASCADE") == "ORA-01940"


def test_a_user_changes_its_own_password(account: Account) -> None:
    """SQL Language Reference, ALTER USER: no privilege is needed for one's own password."""
    run(account, f'ALTER USER {account.user} IDENTIFIED BY "Next one 2"')

    oracledb.connect(user=account.user, password="Next one 2", dsn=account.dsn).close()


def test_a_killed_session_ends_and_its_transaction_with_it(owner: Account, server: OracleServer) -> None:
    """SQL Language Reference, ALTER SYSTEM: KILL SESSION; Error Messages, ORA-00028."""
    victim = owner.connect()
    victim.cursor().execute("UPDATE t SET name = 'lost'")
    server.execute(f"ALTER SYSTEM KILL SESSION '{victim.session_id},{victim.serial_num}' IMMEDIATE")

    with owner.connect() as connection:
        assert code_of(connection, "SELECT * FROM t WHERE name = 'a' FOR UPDATE NOWAIT") == ""
    with pytest.raises(oracledb.DatabaseError) as caught:
        victim.cursor().execute("SELECT 1 FROM dual")
    assert caught.value.args[0].full_code in ("ORA-00028", "DPY-4011")


@pytest.mark.parametrize(("session", "code"), [("999999,1", "ORA-00030"), ("x", "ORA-00026")])
def test_a_session_that_is_not_there_is_not_killed(server: OracleServer, session: str, code: str) -> None:
    """Error Messages, ORA-00030 and ORA-00026."""
    with server.administrator.connect() as connection:
        assert code_of(connection, f"ALTER SYSTEM KILL SESSION '{session}'") == code


def test_only_alter_system_kills(connection: oracledb.Connection, other: Account) -> None:
    """SQL Language Reference, ALTER SYSTEM: prerequisites."""
    with other.connect() as victim:
        kill = f"ALTER SYSTEM KILL SESSION '{victim.session_id},{victim.serial_num}'"
        assert code_of(connection, kill) == "ORA-01031"


def test_nobody_kills_his_own_session(server: OracleServer) -> None:
    """Error Messages, ORA-00027."""
    with server.administrator.connect() as connection:
        kill = f"ALTER SYSTEM KILL SESSION '{connection.session_id},{connection.serial_num}'"
        assert code_of(connection, kill) == "ORA-00027"


def test_options_are_listed_for_everybody(cursor: oracledb.Cursor) -> None:
    """Database Reference, V$OPTION."""
    options = dict(cursor.execute("SELECT parameter, value FROM v$option").fetchall())

    assert set(options.values()) <= {"TRUE", "FALSE"}
    assert "Partitioning" in options


@pytest.mark.standin_only("tables that Oracle does not have")
@pytest.mark.parametrize("table", ['"users"', 'sys."users"', '"grants"', 'sys."sessions"', 'SYS."tables"'])
@pytest.mark.parametrize(
    "statement", ["SELECT * FROM {}", "DELETE FROM {}", "LOCK TABLE {} IN SHARE MODE", "DROP TABLE {}"]
)
def test_the_tables_of_the_stand_in_itself_are_not_there(server: OracleServer, table: str, statement: str) -> None:
    """Database Security Guide, "Password verifiers": nobody reads them, nobody grants to himself, not even a DBA."""
    with server.administrator.connect() as connection:
        assert code_of(connection, statement.format(table)) == "ORA-00942"


@pytest.mark.parametrize("statement", ["DELETE FROM all_users", "UPDATE user_tables SET table_name = 'X'"])
def test_the_dictionary_is_not_changed(connection: oracledb.Connection, statement: str) -> None:
    """Database Reference, "Static Data Dictionary Views": read-only views."""
    assert code_of(connection, statement) in ("ORA-01031", "ORA-01732", "ORA-41900")


@pytest.mark.parametrize(
    ("privilege", "statement"),
    [("DELETE", "DELETE FROM {}.t"), ("UPDATE", "UPDATE {}.t SET id = 3")],
)
def test_a_change_that_looks_at_no_column_needs_no_select(
    owner: Account, other: Account, privilege: str, statement: str
) -> None:
    """Database Reference, SQL92_SECURITY."""
    run(owner, f"GRANT {privilege} ON t TO {other.user}")
    assert not refusal(other, statement.format(owner.user))
    assert refusal(other, f"{statement.format(owner.user)} WHERE id = 1") in ("ORA-01031", "ORA-41900")


def test_reading_the_table_that_is_filled_needs_select(owner: Account, other: Account) -> None:
    """SQL Language Reference, INSERT, Prerequisites."""
    run(owner, f"GRANT INSERT ON t TO {other.user}")
    assert refusal(other, f"INSERT INTO {owner.user}.t SELECT * FROM {owner.user}.t") in ("ORA-01031", "ORA-41900")


def test_a_foreign_key_needs_references_on_its_parent(owner: Account, other: Account) -> None:
    """SQL Language Reference, constraint, Prerequisites."""
    run(owner, "CREATE TABLE parent (id NUMBER PRIMARY KEY)")
    child = f"CREATE TABLE child (id NUMBER REFERENCES {owner.user}.parent (id))"
    assert refusal(other, child) == "ORA-00942"

    run(owner, f"GRANT REFERENCES ON parent TO {other.user}")
    assert not refusal(other, child)


def test_the_owner_of_a_table_needs_references_whoever_makes_it(
    owner: Account, other: Account, server: OracleServer
) -> None:
    """SQL Language Reference, constraint, Prerequisites; REFERENCES is no privilege on any table."""
    run(owner, "CREATE TABLE parent (id NUMBER PRIMARY KEY)")
    child = f"CREATE TABLE {{}}.child (id NUMBER REFERENCES {owner.user}.parent (id))"
    assert refusal(server.administrator, child.format(other.user)) in ("ORA-01031", "ORA-41900")
    assert not refusal(server.administrator, child.format(owner.user))

    run(owner, f"GRANT REFERENCES ON parent TO {other.user}")
    assert not refusal(server.administrator, child.format(other.user))


def test_several_clauses_of_alter_table_need_the_privilege_too(owner: Account, other: Account) -> None:
    """SQL Language Reference, ALTER TABLE, Prerequisites."""
    run(owner, f"GRANT SELECT ON t TO {other.user}")
    statement = f"ALTER TABLE {owner.user}.t ADD (a NUMBER) MODIFY (id NOT NULL)"
    assert refusal(other, statement) in ("ORA-01031", "ORA-41900")


def test_an_index_in_another_schema_needs_create_any_index(owner: Account, other: Account) -> None:
    """SQL Language Reference, CREATE INDEX, Prerequisites."""
    run(owner, f"GRANT INDEX ON t TO {other.user}")
    assert refusal(other, f"CREATE INDEX {owner.user}.i ON {owner.user}.t (id)") == "ORA-01031"


def test_the_own_password_is_all_that_a_user_may_alter(account: Account) -> None:
    """SQL Language Reference, ALTER USER, Prerequisites."""
    password = f'ALTER USER {account.user} IDENTIFIED BY "Fresh_9876543"'
    assert refusal(account, f"{password} DEFAULT TABLESPACE users") == "ORA-01031"
    assert not refusal(account, password)


def test_a_statement_without_rows_needs_no_quota(new_account: NewAccount) -> None:
    """Database Administrator's Guide, "Deferred Segment Creation"."""
    account = new_account(quota="0")

    with account.connect() as connection:
        code_of(connection, "CREATE TABLE t (n NUMBER)")
        assert code_of(connection, "INSERT INTO t SELECT 1 FROM dual WHERE 1 = 0") == ""
        assert code_of(connection, "UPDATE t SET n = 1") == ""
        assert code_of(connection, "INSERT INTO t VALUES (1)") == "ORA-01950"
        assert code_of(connection, "INSERT INTO t VALUES (1)") == "ORA-01950"


def test_a_statement_that_exceeds_the_quota_changes_nothing(new_account: NewAccount) -> None:
    """Error Messages, ORA-01536; Database Concepts, "Statement-Level Atomicity"."""
    account = new_account(quota="256K")
    with account.connect() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (text VARCHAR2(4000))")
        cursor.execute("INSERT INTO t VALUES ('first')")
        many = "INSERT INTO t SELECT RPAD(TO_CHAR(LEVEL), 4000, 'abc' || LEVEL) FROM dual CONNECT BY LEVEL <= 3000"
        assert code_of(connection, many) == "ORA-01536"

        assert cursor.execute("SELECT COUNT(*) FROM t").fetchone() == (1,)


def test_revoking_takes_what_was_passed_on(owner: Account, other: Account, account: Account) -> None:
    """SQL Language Reference, REVOKE: object privileges cascade."""
    run(owner, f"GRANT SELECT ON t TO {other.user} WITH GRANT OPTION")
    run(other, f"GRANT SELECT ON {owner.user}.t TO {account.user}")
    run(owner, f"REVOKE SELECT ON t FROM {other.user}")

    with account.connect() as connection:
        assert code_of(connection, f"SELECT * FROM {owner.user}.t") == "ORA-00942"


@pytest.mark.parametrize("name", ["SYS", "SYSTEM", "PUBLIC"])
def test_no_user_takes_a_name_that_every_database_has(server: OracleServer, name: str) -> None:
    """Error Messages, ORA-01920; Security Guide, "Predefined Schema User Accounts"."""
    with pytest.raises(oracledb.DatabaseError, match="ORA-01920"):
        server.execute(f'CREATE USER "{name}" IDENTIFIED BY "p4ssWord"')


@pytest.mark.parametrize(
    ("branch", "privileges"),
    [
        ("WHEN MATCHED THEN UPDATE SET t.name = 'x' WHERE t.name <> 'THEN INSERT'", "SELECT, UPDATE"),
        ("WHEN NOT MATCHED THEN INSERT (id, name) VALUES (9, 'UPDATE SET')", "SELECT, INSERT"),
        ("WHEN MATCHED THEN UPDATE SET t.name = 'x' DELETE WHERE t.name = 'y'", "SELECT, UPDATE, DELETE"),
    ],
)
def test_merge_needs_the_privileges_of_its_branches(
    owner: Account, other: Account, branch: str, privileges: str
) -> None:
    """SQL Language Reference, MERGE, Prerequisites."""
    merge = f"MERGE INTO {owner.user}.t t USING dual ON (t.id = 1) {branch}"
    *some, last = privileges.split(", ")
    run(owner, f"GRANT {', '.join(some)} ON t TO {other.user}")
    assert refusal(other, merge) in ("ORA-01031", "ORA-41900")
    run(owner, f"GRANT {last} ON t TO {other.user}")
    assert refusal(other, merge) == ""


def test_dropping_what_one_may_only_see_is_no_object_privilege(owner: Account, other: Account) -> None:
    """Error Messages, ORA-41900: "the name of the object privilege"; without one it is ORA-01031."""
    run(owner, f"GRANT SELECT ON t TO {other.user}")
    assert refusal(other, f"DROP TABLE {owner.user}.t") == "ORA-01031"
    assert refusal(other, f"TRUNCATE TABLE {owner.user}.t") == "ORA-01031"
    assert refusal(other, f"COMMENT ON TABLE {owner.user}.t IS 'x'") == "ORA-01031"


@pytest.fixture
def role(server: OracleServer, owner: Account) -> Iterator[str]:
    """The name of a role that may read the table T of the owner."""
    name = f"{owner.user}_ROLE".upper()
    run(server.administrator, f"CREATE ROLE {name}")
    run(owner, f"GRANT SELECT ON t TO {name}")
    yield name
    run(server.administrator, f"DROP ROLE {name}")


def test_a_role_counts_from_the_next_log_on(server: OracleServer, owner: Account, other: Account, role: str) -> None:
    """Database Security Guide, "When Do Grants and Revokes Take Effect?"."""
    query = f"SELECT * FROM {owner.user}.t"
    with other.connect() as connection:
        run(server.administrator, f"GRANT {role} TO {other.user}")
        assert code_of(connection, query) == "ORA-00942"
        assert refusal(other, query) == ""
        assert code_of(connection, "SET ROLE ALL") == ""
        assert code_of(connection, query) == ""


def test_set_role_chooses_among_the_roles_of_the_user(
    server: OracleServer, owner: Account, other: Account, role: str
) -> None:
    """SQL Language Reference, SET ROLE; Database Reference, SESSION_ROLES."""
    run(server.administrator, f"GRANT {role} TO {other.user}")
    query = f"SELECT COUNT(*) FROM {owner.user}.t"
    with other.connect() as connection, connection.cursor() as cursor:
        assert (role,) in cursor.execute("SELECT role FROM session_roles").fetchall()
        assert code_of(connection, query) == ""
        cursor.execute("SET ROLE NONE")
        assert cursor.execute("SELECT role FROM session_roles").fetchall() == []
        assert code_of(connection, query) == "ORA-00942"
        cursor.execute(f"SET ROLE {role}")
        assert cursor.execute("SELECT role FROM session_roles").fetchall() == [(role,)]
        assert code_of(connection, query) == ""
        cursor.execute(f"SET ROLE ALL EXCEPT {role}")
        assert code_of(connection, query) == "ORA-00942"
        assert code_of(connection, "SET ROLE no_such_role") == "ORA-01924"


def test_a_revoked_role_counts_until_the_session_sets_its_roles(
    server: OracleServer, owner: Account, other: Account, role: str
) -> None:
    """Database Security Guide, "When Do Grants and Revokes Take Effect?"."""
    run(server.administrator, f"GRANT {role} TO {other.user}")
    query = f"SELECT COUNT(*) FROM {owner.user}.t"
    with other.connect() as connection:
        run(server.administrator, f"REVOKE {role} FROM {other.user}")
        assert code_of(connection, query) == ""
        assert code_of(connection, "SET ROLE ALL") == ""
        assert code_of(connection, query) == "ORA-00942"


def test_names_of_constraints_are_those_of_the_schema_of_the_table(
    owner: Account, other: Account, server: OracleServer
) -> None:
    """Database Object Names and Qualifiers, "Namespaces": constraints have one in each schema."""
    statement = "CREATE TABLE {}.named (id NUMBER CONSTRAINT one_name CHECK (id > 0))"
    for account in (owner, other):
        assert not refusal(server.administrator, statement.format(account.user))

    assert refusal(owner, "ALTER TABLE t ADD CONSTRAINT one_name CHECK (id > 0)") == "ORA-02264"
