"""CREATE, ALTER and DROP SEQUENCE. Reference: SQL Language Reference, the statements of those names.

A sequence is a counter of PostgreSQL, which like Oracle's goes on whatever becomes of the transaction, and the rules
that make a number of up to 28 digits from the count.
"""

from dataclasses import dataclass, replace

from oracle_standin.engine.catalog import remember_long_name
from oracle_standin.engine.ddl.context import DdlContext
from oracle_standin.engine.table_sql import sql_name
from oracle_standin.errors import OracleError
from oracle_standin.sql.ddl.sequences import AlterSequence, CreateSequence, DropSequence, SequenceOptions
from oracle_standin.sql.statements import TableName

_LARGEST = 10**28 - 1
_SMALLEST = -(10**27 - 1)
_CACHE = 20


@dataclass(frozen=True, slots=True)
class Rules:
    """How numbers follow each other."""

    start: int
    step: int
    low: int
    high: int
    cycles: bool

    @property
    def size(self) -> int:
        """How many numbers a cycle has."""
        return (self.high - self.low) // abs(self.step) + 1


def create_sequence(statement: CreateSequence, context: DdlContext) -> None:
    """CREATE SEQUENCE."""
    name = context.qualified(statement.sequence)
    context.check_schema(name)
    if statement.if_not_exists and find_sequence(name, context) is not None:
        return
    if context.rows("SELECT 1 FROM pg_class WHERE oid = to_regclass($1)", sql_name(name)):
        raise OracleError(955, "name is already used by an existing object")
    make_sequence(name, statement.options, context)


def make_sequence(name: TableName, options: SequenceOptions, context: DdlContext) -> str:
    """Make a sequence; PostgreSQL's number of it."""
    rules = _new_rules(options)
    cache = _CACHE if options.cache is None else options.cache
    _check_cache(cache, rules)
    context.backend.run(f"CREATE SEQUENCE {sql_name(name)} MINVALUE 0 START 0")
    oid = str(context.rows("SELECT $1::regclass::oid", sql_name(name))[0][0])
    remember_long_name(name.name, context.backend)
    context.backend.run(
        'INSERT INTO "SYS".sequences (sequence_oid, is_ordered, cache) VALUES ($1, $2, $3)',
        [oid, str(bool(options.is_ordered)), str(cache)],
    )
    _add_rules(oid, 0, rules, context)
    return oid


def alter_sequence(statement: AlterSequence, context: DdlContext) -> None:
    """ALTER SEQUENCE."""
    oid = existing_sequence(statement.sequence, context)
    change_sequence(oid, statement.options, context)


def change_sequence(oid: str, options: SequenceOptions, context: DdlContext, *, start: int | None = None) -> None:
    """Give a sequence other options from its next number on, which is `start` if that is given."""
    if start is not None:
        options = replace(options, start=start, restarts=True)
    row = context.rows('SELECT * FROM "SYS".sequence_position($1::oid)', oid)[0]
    first, step, low, high = (int(number or 0) for number in row[2:6])
    last = None if row[6] is None else int(row[6])
    rules = _changed(Rules(first, step, low, high, cycles=row[1] == "t"), last, options)
    cache = int(row[7] or 0) if options.cache is None else options.cache
    _check_cache(cache, rules)
    _add_rules(oid, int(row[0] or 0), rules, context)
    context.backend.run(
        'UPDATE "SYS".sequences SET cache = $2, is_ordered = coalesce($3::boolean, is_ordered),'
        " last_ddl = date_trunc('second', statement_timestamp()) WHERE sequence_oid = $1::oid",
        [oid, str(cache), None if options.is_ordered is None else str(options.is_ordered)],
    )


def drop_sequence(statement: DropSequence, context: DdlContext) -> None:
    """DROP SEQUENCE."""
    name = context.qualified(statement.sequence)
    if statement.if_exists and find_sequence(name, context) is None:
        return
    oid = existing_sequence(name, context)
    if context.rows('SELECT 1 FROM "SYS".identity_columns WHERE sequence_oid = $1::oid', oid):
        raise OracleError(32794, "cannot drop a system-generated sequence")
    remove_sequence(oid, context)


def remove_sequence(oid: str, context: DdlContext) -> None:
    """Drop a sequence by PostgreSQL's number of it."""
    name = context.rows("SELECT $1::oid::regclass", oid)[0][0]
    context.backend.run(f"DROP SEQUENCE {name}")
    for table in ("sequences", "sequence_rules"):
        context.backend.run(f'DELETE FROM "SYS".{table} WHERE sequence_oid = $1::oid', [oid])


def find_sequence(name: TableName, context: DdlContext) -> str | None:
    """PostgreSQL's number of a sequence; None where there is none."""
    rows = context.rows('SELECT sequence_oid FROM "SYS".sequences WHERE sequence_oid = to_regclass($1)', sql_name(name))
    return str(rows[0][0]) if rows else None


def existing_sequence(name: TableName, context: DdlContext) -> str:
    """PostgreSQL's number of a sequence (ORA-02289)."""
    oid = find_sequence(context.qualified(name), context)
    if oid is None:
        raise OracleError(2289, "sequence does not exist")
    return oid


def _new_rules(options: SequenceOptions) -> Rules:
    step = 1 if options.increment is None else options.increment
    low = options.minimum if options.minimum is not None else (1 if step > 0 else _SMALLEST)
    high = options.maximum if options.maximum is not None else (_LARGEST if step > 0 else -1)
    start = options.start if options.start is not None else (low if step > 0 else high)
    _check_cycle(options, step)
    rules = Rules(start, step, low, high, bool(options.cycles))
    _check_rules(rules)
    return rules


def _changed(rules: Rules, last: int | None, options: SequenceOptions) -> Rules:
    step = rules.step if options.increment is None else options.increment
    no_low, no_high = (1 if step > 0 else _SMALLEST), (_LARGEST if step > 0 else -1)
    low = no_low if options.has_no_minimum else rules.low if options.minimum is None else options.minimum
    high = no_high if options.has_no_maximum else rules.high if options.maximum is None else options.maximum
    start = rules.start if last is None else last + step
    if options.restarts:
        start = options.start if options.start is not None else (low if step > 0 else high)
    cycles = rules.cycles if options.cycles is None else options.cycles
    position = start if last is None or options.restarts else last
    if low > position:
        raise OracleError(4007, "MINVALUE cannot be made to exceed the current value")
    if high < position:
        raise OracleError(4009, "MAXVALUE cannot be made to be less than the current value")
    changed = Rules(start, step, low, high, cycles)
    _check_rules(Rules(min(max(start, low), high), step, low, high, cycles))
    return changed


def _check_cycle(options: SequenceOptions, step: int) -> None:
    if options.cycles and step > 0 and options.maximum is None:
        raise OracleError(4015, "ascending sequences that CYCLE must specify MAXVALUE")
    if options.cycles and step < 0 and options.minimum is None:
        raise OracleError(4014, "descending sequences that CYCLE must specify MINVALUE")


def _check_rules(rules: Rules) -> None:
    if rules.step == 0:
        raise OracleError(4002, "INCREMENT must be a nonzero integer")
    if rules.low >= rules.high:
        raise OracleError(4004, "MINVALUE must be less than MAXVALUE")
    if abs(rules.step) > rules.high - rules.low:
        raise OracleError(4005, "INCREMENT must be less than MAXVALUE minus MINVALUE")
    if rules.start < rules.low:
        raise OracleError(4006, "START WITH cannot be less than MINVALUE")
    if rules.start > rules.high:
        raise OracleError(4008, "START WITH cannot be more than MAXVALUE")


def _check_cache(cache: int, rules: Rules) -> None:
    if rules.cycles and cache > rules.size:
        raise OracleError(4013, "number to CACHE must be less than one cycle")


def _add_rules(oid: str, first_call: int, rules: Rules, context: DdlContext) -> None:
    context.backend.run(
        'INSERT INTO "SYS".sequence_rules VALUES ($1, $2, $3, $4, $5, $6, $7)'
        " ON CONFLICT (sequence_oid, first_call) DO UPDATE SET start = excluded.start, step = excluded.step,"
        " low = excluded.low, high = excluded.high, cycles = excluded.cycles",
        [oid, *map(str, (first_call, rules.start, rules.step, rules.low, rules.high, rules.cycles))],
    )
