"""Statements that steer a session or a transaction."""

import pytest

from oracle_standin.errors import OracleError, UnsupportedError
from oracle_standin.sql import statements
from oracle_standin.sql.statements import TableName
from oracle_standin.sql.translate import translate


@pytest.mark.parametrize(
    ("oracle", "statement"),
    [
        ("ALTER SESSION SET TIME_ZONE='UTC'", statements.AlterSession({"TIME_ZONE": "UTC"})),
        ("ALTER SESSION SET DDL_LOCK_TIMEOUT = 30", statements.AlterSession({"DDL_LOCK_TIMEOUT": "30"})),
        ("alter session set current_schema = dw", statements.AlterSession({"CURRENT_SCHEMA": "DW"})),
        ('alter session set current_schema = "dw"', statements.AlterSession({"CURRENT_SCHEMA": "dw"})),
        (
            "ALTER SESSION SET NLS_DATE_FORMAT='YYYY' NLS_SORT='BINARY'",
            statements.AlterSession({"NLS_DATE_FORMAT": "YYYY", "NLS_SORT": "BINARY"}),
        ),
        ("ALTER SESSION DISABLE PARALLEL DML", statements.SetParallelDml("DISABLE")),
        ("savepoint a", statements.Savepoint("A")),
        ("rollback", statements.EndTransaction(is_commit=False)),
        ("ROLLBACK TO SAVEPOINT a", statements.RollbackTo("A")),
        ("rollback to a", statements.RollbackTo("A")),
        ("commit work", statements.EndTransaction(is_commit=True)),
        (
            "LOCK TABLE s.t IN EXCLUSIVE MODE WAIT 5",
            statements.LockTable(TableName("S", "T"), "EXCLUSIVE", 5),
        ),
        (
            "lock table t in share row exclusive mode nowait",
            statements.LockTable(TableName(None, "T"), "SHARE ROW EXCLUSIVE", 0),
        ),
        ("lock table t in row share mode", statements.LockTable(TableName(None, "T"), "ROW SHARE", None)),
    ],
)
def test_a_session_statement_is_read_completely(oracle: str, statement: statements.Statement) -> None:
    assert translate(oracle) == statement


@pytest.mark.parametrize(
    ("oracle", "code"),
    [
        ("alter session", 2248),
        ("alter session set", 2248),
        ("alter session set a 1", 927),
        ("lock table t in some mode", 1737),
    ],
)
def test_a_wrong_session_statement_is_oracles_error(oracle: str, code: int) -> None:
    with pytest.raises(OracleError) as error:
        translate(oracle)

    assert error.value.code == code


@pytest.mark.parametrize("oracle", ["alter session advise commit", "rollback force 'x'", "commit comment 'x'"])
def test_a_session_statement_that_is_not_known_is_refused(oracle: str) -> None:
    with pytest.raises((UnsupportedError, OracleError)):
        translate(oracle)
