"""Composition of `plan`: the schemas of an input against a database, or against what a release allows."""

import asyncio
from contextlib import closing

from flext_target_oracle.config import Settings
from flext_target_oracle.errors import InputError
from flext_target_oracle.load.plan import PlannedTable, Planner
from flext_target_oracle.oracle.connection import OracleConnectionService
from flext_target_oracle.oracle.limits import PROFILES
from flext_target_oracle.oracle.query import OracleQueryService
from flext_target_oracle.oracle.schema import OracleSchemaService
from flext_target_oracle.singer.messages import SchemaMessage, decode_message
from flext_target_oracle.singer.reader import LineReader
from flext_target_oracle.stream_rules import name_map, rules_of


def plan(settings: Settings, *, input_descriptor: int, profile: str | None) -> list[PlannedTable]:
    """What the SCHEMA messages of an input would do; nothing is changed. `profile` stands for the database.

    Raises:
        TargetError: A SCHEMA cannot become a table, or Oracle was not reached.
    """
    return asyncio.run(_plan(settings, LineReader(input_descriptor), profile))


async def _plan(settings: Settings, reader: LineReader, profile: str | None) -> list[PlannedTable]:
    if profile is not None:
        with closing(reader):
            return await _planned(reader, Planner(None, None, rules_of(settings, PROFILES[profile])))
    connections = OracleConnectionService(settings.oracle_config, pool_size=1)
    try:
        limits = await connections.open()
        queries = OracleQueryService(connections)
        schemas, names = OracleSchemaService(queries), name_map(settings, queries)
        with closing(reader):
            return await _planned(reader, Planner(schemas, names, rules_of(settings, limits)))
    finally:
        connections.close()


async def _planned(reader: LineReader, planner: Planner) -> list[PlannedTable]:
    tables = []
    last: dict[str, SchemaMessage] = {}
    while (lines := await reader.read(wait_s=1.0)) is not None:
        for number, line in enumerate(lines.lines, lines.first_number):
            if not line or line.isspace():
                continue
            try:
                message = decode_message(line)
                if isinstance(message, SchemaMessage) and last.get(message.stream) != message:
                    last[message.stream] = message
                    tables.append(await planner.plan(message))
            except InputError as error:
                raise error.at(number) from error
    return tables
