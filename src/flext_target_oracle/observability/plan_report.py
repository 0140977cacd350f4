"""A plan as text, JSON or SQL."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from flext_target_oracle.load.plan import PlannedColumn, PlannedTable


def render_plan(tables: Sequence[PlannedTable], form: str) -> str:
    """The plan in a form: text, json or sql."""
    match form:
        case "json":
            return json.dumps([asdict(table) for table in tables], indent=2, ensure_ascii=False)
        case "sql":
            return "\n".join(line for table in tables for line in _sql(table)) or "-- nothing to do"
        case _:
            return "\n\n".join(map(_text, tables)) or "no SCHEMA in the input: nothing to plan"


def _sql(table: PlannedTable) -> list[str]:
    lines = [f"-- stream {_printable(table.stream)} -> {_printable(table.table)}"]
    lines += [f"-- cannot be loaded: {_printable(problem)}" for problem in table.problems]
    return [*lines, *(f"{statement};" for statement in table.statements)]


def _text(table: PlannedTable) -> str:
    what = "create table" if table.is_new else "change table" if table.statements else "use table"
    lines = [f"stream {_printable(table.stream)}: {what} {_printable(table.table)}"]
    lines += [f"  cannot be loaded: {_printable(problem)}" for problem in table.problems]
    lines += [f"  {_printable(change)}" for change in table.changes]
    rows = [_row(column) for column in table.columns]
    widths = [max((len(row[place]) for row in rows), default=0) for place in range(3)]
    lines += [_aligned(row, widths) for row in rows]
    lines += [f"  {line}" for statement in table.statements for line in f"{statement};".splitlines()]
    return "\n".join(lines)


def _aligned(row: tuple[str, ...], widths: Sequence[int]) -> str:
    cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
    return "  " + "  ".join([*cells, row[-1]])


def _row(column: PlannedColumn) -> tuple[str, str, str, str]:
    origin = "-" if column.property is None else _printable(column.property)
    return _printable(column.name), column.type, origin, _printable(column.reason)


def _printable(text: str) -> str:
    """A name may hold anything, but gives no commands to a terminal and no line to SQL."""
    return text if text.isprintable() else text.encode("unicode_escape").decode()
