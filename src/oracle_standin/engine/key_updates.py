"""Runs an UPDATE whose unique keys collide on the way, though not at its end (sql/key_updates.py)."""

from collections.abc import Sequence

from psycopg.pq.abc import PGresult

from oracle_standin.engine.backend import Backend, PostgresError, affected_rows, text_rows
from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.identifiers import quoted
from oracle_standin.sql.statements import Dml, KeyUpdate

DUPLICATE_KEY = "23505"
_COPY = 'pg_temp."~moved"'
# whether rows can be deleted and inserted again without anybody noticing: no trigger of the stand-in's own looks at
# changes, no foreign key deletes or empties other rows
_CAN_MOVE = """
SELECT c.relkind IN ('r', 'p')
  AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal AND tgname <> '~fit')
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE confrelid = c.oid AND contype = 'f' AND confdeltype <> 'a')
FROM pg_class c WHERE c.oid = to_regclass($1)"""
_COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"""


def update_in_steps(
    backend: Backend, statement: Dml, steps: KeyUpdate, values: Sequence[str | None], error: PostgresError
) -> PGresult:
    """The result of an UPDATE that ended with `error`, a duplicate key, and has been undone.

    Raises:
        PostgresError: Keys collide at its end too.
        UnsupportedError: Keys of several rows collide in a table whose rows cannot be replaced.
    """
    rows = affected_rows(backend.run_texts(f"SELECT FROM {steps.rows} LIMIT 2", values))
    if rows < 2:
        raise error
    if text_rows(backend.run(_CAN_MOVE, [statement.table_sql])) != [["t"]]:
        raise UnsupportedError("an UPDATE of several rows whose unique keys collide on the way, in such a table")
    places = f'{steps.name}.tableoid AS "~table", {steps.name}.ctid AS "~row"'
    query = f"SELECT {places}, {steps.name}.* FROM {steps.rows} FOR UPDATE OF {steps.name}"
    backend.run_texts(f'CREATE TEMPORARY TABLE "~moved" AS {query}', values)
    result = backend.run_texts(f"UPDATE {_COPY} AS {steps.name} SET {steps.changes}", values)
    names = ", ".join(quoted(str(name)) for (name,) in text_rows(backend.run(_COLUMNS, [statement.table_sql])))
    table = statement.table_sql
    gone = f'DELETE FROM {table} t USING {_COPY} m WHERE t.ctid = m."~row" AND t.tableoid = m."~table" RETURNING 1'
    # one statement, so that foreign keys look at the table with all its rows, and all are gone before the first comes
    everything_gone = 'WHERE (SELECT count(*) FROM "~gone") >= 0'
    backend.run(f'WITH "~gone" AS ({gone}) INSERT INTO {table} ({names}) SELECT {names} FROM {_COPY} {everything_gone}')
    backend.run(f"DROP TABLE {_COPY}")
    return result
