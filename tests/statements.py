"""What tests ask of a cursor: the rows of a query, the code of a refusal."""

from typing import Any

import oracledb
import pytest


def rows(cursor: oracledb.Cursor, query: str, *binds: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - what the driver takes
    """All rows of a query."""
    cursor.execute(query, binds)
    return list(cursor.fetchall())


def code_of(cursor: oracledb.Cursor, statement: str) -> str:
    """The error of a statement that must fail."""
    with pytest.raises(oracledb.DatabaseError) as error:
        cursor.execute(statement)
    return str(error.value.args[0].full_code)
