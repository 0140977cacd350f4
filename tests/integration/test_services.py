"""The services as an embedding program uses them, on a database."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

import msgspec
import pytest

from database import Database
from flext_target_oracle.batch.batcher import BatchLimits, Moment
from flext_target_oracle.config import OracleConfig
from flext_target_oracle.errors import (
    ConfigurationError,
    ConnectionFailedError,
    InputError,
    LoadError,
    PermanentError,
    RecordError,
    TransientError,
)
from flext_target_oracle.load import statements
from flext_target_oracle.load.loader import BatchLoader
from flext_target_oracle.load.rules import TableRules
from flext_target_oracle.load.streams import StreamRegistry
from flext_target_oracle.load.tables import TableService
from flext_target_oracle.observability.logging import LogObserver
from flext_target_oracle.oracle.connection import OracleConnectionService
from flext_target_oracle.oracle.query import OracleQueryService, Transaction
from flext_target_oracle.oracle.schema import OracleSchemaService
from flext_target_oracle.result import Err, Ok
from flext_target_oracle.schema.evolution import EvolutionRules
from flext_target_oracle.schema.table import Column, Table
from flext_target_oracle.schema.types import (
    BinaryDouble,
    Blob,
    Char,
    Clob,
    Date,
    Number,
    Nvarchar2,
    Raw,
    Timestamp,
    TimestampTz,
    UnknownType,
    Varchar2,
)
from flext_target_oracle.service import SingerTargetService
from flext_target_oracle.singer.messages import ActivateVersionMessage, RecordMessage, SchemaMessage, StateMessage
from flext_target_oracle.singer.writer import StateWriter

T = TypeVar("T")
NOW = Moment.of(1_700_000_000.0, 0.0)
SCHEMA = {"properties": {"id": {"type": "integer"}, "name": {"type": ["null", "string"], "maxLength": 5}}}


def with_connections(config: OracleConfig, work: Callable[[OracleConnectionService], Awaitable[T]]) -> T:
    async def run() -> T:
        connections = OracleConnectionService(config, pool_size=2)
        await connections.open()
        try:
            return await work(connections)
        finally:
            connections.close()

    return asyncio.run(run())


def with_queries(database: Database, work: Callable[[OracleQueryService], Awaitable[T]]) -> T:
    return with_connections(database.config, lambda connections: work(OracleQueryService(connections)))


def with_service(
    database: Database, work: Callable[[SingerTargetService], Awaitable[T]], **limits: float
) -> tuple[T, bytes]:
    """Run something with a service; also what it wrote as STATE."""
    reading, writing = os.pipe()

    async def run(connections: OracleConnectionService) -> T:
        queries = OracleQueryService(connections)
        observer = LogObserver(run_id="test")
        rules = TableRules(
            database.owner, has_metadata=bool(limits.pop("has_metadata", 0)), evolution=EvolutionRules("fail")
        )
        return await work(
            SingerTargetService(
                streams=StreamRegistry(
                    run_id="test",
                    rules_of=lambda _stream: rules,
                    limits=BatchLimits(**({"rows": 100, "size": 10_000, "age_s": 60.0} | limits)),
                    clock=lambda: NOW,
                ),
                tables=TableService(OracleSchemaService(queries), None, lambda _stream: rules),
                loader=BatchLoader(queries, observer, max_in_flight=2),
                queries=queries,
                writer=StateWriter(writing),
                observer=observer,
                clock=lambda: NOW,
            )
        )

    try:
        result = with_connections(database.config, run)
    finally:
        os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        return result, stream.read()


def record(stream: str, text: bytes, **attributes: int) -> RecordMessage:
    return RecordMessage(stream, msgspec.Raw(text), **attributes)


def test_open_tells_what_the_server_allows(oracle_config: OracleConfig) -> None:
    connections = OracleConnectionService(oracle_config, pool_size=1)
    limits = asyncio.run(connections.open())
    connections.close()

    assert limits.max_identifier_bytes in {30, 128}
    assert int(limits.version.split(".")[0]) >= 12


def test_wrong_password_is_a_connection_error_that_names_the_setting(oracle_config: OracleConfig) -> None:
    wrong = oracle_config.model_copy(update={"password": type(oracle_config.password)("not the one")})

    with pytest.raises(ConnectionFailedError, match=r"ORA-01017.*oracle_config\.password") as caught:
        asyncio.run(OracleConnectionService(wrong, pool_size=1).open())
    assert "not the one" not in str(caught.value)


def test_sessions_of_the_pool_are_set_to_utc(database: Database) -> None:
    zones = with_queries(
        database, lambda queries: queries.fetch("SELECT SESSIONTIMEZONE FROM DUAL", doing="asking for the zone")
    )

    assert zones[0][0] in {"UTC", "+00:00"}


def test_all_rows_of_failed_work_are_rolled_back(database: Database) -> None:
    database.execute("CREATE TABLE T (ID NUMBER(2) NOT NULL)")

    def work(transaction: Transaction) -> None:
        transaction.execute('INSERT INTO "T" ("ID") VALUES (:1)', [1], doing="inserting")
        transaction.execute('INSERT INTO "T" ("ID") VALUES (:1)', [1000], doing="inserting")

    with pytest.raises(RecordError) as caught:
        with_queries(database, lambda queries: queries.in_transaction(work, doing="working"))
    assert caught.value.code == "ORA-01438"
    assert database.rows("SELECT * FROM T") == []


def test_a_refused_row_of_an_array_is_named_by_its_position(database: Database) -> None:
    database.execute("CREATE TABLE T (NAME VARCHAR2(3 CHAR))")

    def work(transaction: Transaction) -> int:
        columns = [["a", "b", "too long", "d"]]
        return transaction.insert_columns(
            'INSERT INTO "T" VALUES (:1)', columns, types=[Varchar2(3)], doing="inserting"
        )

    with pytest.raises(RecordError, match="ORA-12899") as caught:
        with_queries(database, lambda queries: queries.in_transaction(work, doing="working"))
    assert caught.value.row == 2


def test_a_missing_table_is_a_permanent_error_with_a_remedy(database: Database) -> None:
    with pytest.raises(PermanentError, match=r"ORA-00942.*privilege") as caught:
        with_queries(database, lambda queries: queries.fetch('SELECT * FROM "NOT_THERE"', doing="reading NOT_THERE"))
    assert caught.value.code == "ORA-00942"


def test_a_cancelled_call_is_a_transient_error(database: Database) -> None:
    database.execute("CREATE TABLE T (ID NUMBER)")
    database.execute("INSERT INTO T VALUES (1)")
    database.connection.cursor().execute("UPDATE T SET ID = 2")  # holds the row

    async def work(connections: OracleConnectionService) -> None:
        waiting = asyncio.create_task(
            OracleQueryService(connections).execute('UPDATE "T" SET "ID" = 3', doing="waiting for the row")
        )
        await asyncio.sleep(0.5)
        connections.cancel()
        await waiting

    with pytest.raises(TransientError) as caught:
        with_connections(database.config, work)
    assert caught.value.code == "ORA-01013"


def test_describe_gives_the_types_that_create_wrote(database: Database) -> None:
    columns = [
        ("N", Number()),
        ("N38", Number(38, 0)),
        ("N102", Number(10, 2)),
        ("V", Varchar2(4000)),
        ("VB", Varchar2(10, "BYTE")),
        ("NV", Nvarchar2(10)),
        ("CH", Char(3)),
        ("C", Clob()),
        ("B", Blob()),
        ("R", Raw(16)),
        ("BD", BinaryDouble()),
        ("D", Date()),
        ("TS", Timestamp(6)),
        ("TZ", TimestampTz(6)),
    ]
    table = Table(database.owner, "T", tuple(Column(name, column_type, None) for name, column_type in columns))

    async def create_and_describe(queries: OracleQueryService) -> Table | None:
        schemas = OracleSchemaService(queries)
        assert await schemas.create(table, statements.create_table(table))
        return await schemas.describe(database.owner, "T")

    described = with_queries(database, create_and_describe)

    assert described is not None
    assert [(column.name, column.type) for column in described.columns] == columns


def test_describe_shows_types_that_the_target_does_not_load_into(database: Database) -> None:
    database.execute("CREATE TABLE T (F FLOAT, L LONG)")

    described = with_queries(database, lambda queries: OracleSchemaService(queries).describe(database.owner, "T"))

    assert described is not None
    assert [column.type for column in described.columns] == [UnknownType("FLOAT"), UnknownType("LONG")]


def test_creating_a_table_that_somebody_just_created_is_no_error(database: Database) -> None:
    database.execute("CREATE TABLE T (ID NUMBER)")
    table = Table(database.owner, "T", (Column("ID", Number(), None),))

    created = with_queries(
        database, lambda queries: OracleSchemaService(queries).create(table, statements.create_table(table))
    )

    assert created is False


def test_a_schema_that_does_not_exist_is_a_configuration_error(database: Database) -> None:
    async def work(queries: OracleQueryService) -> None:
        tables = TableService(OracleSchemaService(queries), None, lambda _stream: TableRules("NOBODY"))
        await tables.require_schema("NOBODY")

    with pytest.raises(ConfigurationError, match="NOBODY"):
        with_queries(database, work)


def test_messages_of_an_embedder_become_rows_and_state(database: Database) -> None:
    async def work(service: SingerTargetService) -> None:
        for message in (
            SchemaMessage("s", SCHEMA, ["id"]),
            record("s", b'{"id": 1, "name": "a"}'),
            StateMessage(msgspec.Raw(b'{"seen": 1}')),
            record("s", b'{"id": 2}'),
            StateMessage(msgspec.Raw(b'{"seen":  2}')),
        ):
            assert isinstance(await service.process_singer_message(message), Ok)
        await service.finish()

    _, written = with_service(database, work)

    assert written == b'{"seen":  2}\n'
    assert database.rows("SELECT ID, NAME FROM S ORDER BY ID") == [(1, "a"), (2, None)]


def test_state_is_written_as_soon_as_the_batch_before_it_is_committed(database: Database) -> None:
    async def work(service: SingerTargetService) -> None:
        await service.process_singer_message(SchemaMessage("s", SCHEMA, ["id"]))
        for number in range(1, 5):
            await service.process_singer_message(record("s", b'{"id": %d}' % number))
            await service.process_singer_message(StateMessage(msgspec.Raw(b"%d" % number)))
        await service.finish()

    _, written = with_service(database, work, rows=2)

    assert written.split() in ([b"1", b"3", b"4"], [b"2", b"4"], [b"1", b"4"], [b"2", b"3", b"4"], [b"4"])
    assert database.rows("SELECT COUNT(*) FROM S") == [(4,)]


def test_a_record_before_its_schema_is_an_error_result(database: Database) -> None:
    result, written = with_service(database, lambda service: service.process_singer_message(record("s", b"{}")))

    assert isinstance(result, Err)
    assert isinstance(result.error, InputError)
    assert "came before its SCHEMA" in str(result.error)
    assert written == b""


def test_a_refused_record_is_an_error_with_its_code_and_nothing_stays(database: Database) -> None:
    database.execute("CREATE TABLE S (ID NUMBER(38), NAME VARCHAR2(99), CHECK (NAME = 'good'))")

    async def work(service: SingerTargetService) -> None:
        await service.process_singer_message(SchemaMessage("s", SCHEMA, ["id"]))
        await service.process_singer_message(record("s", b'{"id": 1, "name": "good"}'))
        await service.process_singer_message(record("s", b'{"id": 2, "name": "much too long"}'))
        await service.process_singer_message(StateMessage(msgspec.Raw(b"1")))
        await service.finish()

    with pytest.raises(RecordError, match="ORA-02290") as caught:
        with_service(database, work)
    assert "much too long" not in str(caught.value)
    assert database.rows("SELECT * FROM S") == []


def test_a_table_whose_column_would_round_is_refused_before_the_first_row(database: Database) -> None:
    database.execute("CREATE TABLE S (ID NUMBER(38) NOT NULL, PRICE NUMBER(10,2))")
    schema = {"properties": {"id": {"type": "integer"}, "price": {"type": "number"}}}

    result, _ = with_service(
        database, lambda service: service.process_singer_message(SchemaMessage("s", schema, ["id"]))
    )

    assert isinstance(result, Err)
    assert isinstance(result.error, LoadError)
    assert "PRICE is NUMBER(10,2), but NUMBER is needed" in str(result.error)


def test_a_schema_that_changes_within_the_stream_loads_the_rows_before_it_first(database: Database) -> None:
    wider = {"properties": SCHEMA["properties"] | {"more": {"type": "string"}}}

    async def work(service: SingerTargetService) -> object:
        await service.process_singer_message(SchemaMessage("s", SCHEMA, ["id"]))
        await service.process_singer_message(record("s", b'{"id": 1}'))
        return await service.process_singer_message(SchemaMessage("s", wider, ["id"]))

    result, _ = with_service(database, work)

    assert isinstance(result, Err)
    assert "column MORE (VARCHAR2(4000 CHAR)) is missing" in str(result.error)
    assert database.rows("SELECT ID FROM S") == [(1,)]


def test_two_streams_may_not_share_a_table(database: Database) -> None:
    async def work(service: SingerTargetService) -> object:
        await service.process_singer_message(SchemaMessage("a-b", SCHEMA, ["id"]))
        return await service.process_singer_message(SchemaMessage("a.b", SCHEMA, ["id"]))

    result, _ = with_service(database, work)

    assert isinstance(result, Err)
    assert "would share table" in str(result.error)


def test_activate_version_marks_the_rows_of_older_versions(database: Database) -> None:
    async def work(service: SingerTargetService) -> None:
        await service.process_singer_message(SchemaMessage("s", SCHEMA, ["id"]))
        await service.process_singer_message(record("s", b'{"id": 1}', version=1))
        await service.process_singer_message(record("s", b'{"id": 2}', version=2))
        await service.process_singer_message(record("s", b'{"id": 3}'))
        await service.process_singer_message(ActivateVersionMessage("s", 2))
        await service.finish()

    with_service(database, work, has_metadata=True)

    marked = database.rows('SELECT ID FROM S WHERE "_SDC_DELETED_AT" IS NOT NULL')
    assert marked == [(1,)]


def test_values_arrive_exactly(database: Database) -> None:
    schema = {
        "properties": {
            "id": {"type": "integer"},
            "amount": {"type": "number"},
            "at": {"type": "string", "format": "date-time"},
            "day": {"type": "string", "format": "date"},
            "flag": {"type": "boolean"},
            "doc": {"type": "object"},
        }
    }
    text = (
        b'{"id": 12345678901234567890123456789012345678, "amount": 1234567890123.123456789012345678, '
        b'"at": "2024-02-29T23:59:59.123456+05:30", "day": "2024-02-29", "flag": true, '
        b'"doc": {"a":  [1.10, "\xc3\xa9"]}}'
    )

    async def work(service: SingerTargetService) -> None:
        await service.process_singer_message(SchemaMessage("s", schema, ["id"]))
        await service.process_singer_message(record("s", text))
        await service.finish()

    with_service(database, work)

    rows = database.rows(
        "SELECT TO_CHAR(ID), TO_CHAR(AMOUNT), TO_CHAR(AT, 'YYYY-MM-DD HH24:MI:SS.FF6 TZH:TZM'), \"DAY\", FLAG FROM S"
    )
    assert rows == [
        (
            "12345678901234567890123456789012345678",
            str(Decimal("1234567890123.123456789012345678")),
            "2024-02-29 18:29:59.123456 +00:00",
            datetime(2024, 2, 29),  # noqa: DTZ001 - DATE has no zone
            1,
        )
    ]
