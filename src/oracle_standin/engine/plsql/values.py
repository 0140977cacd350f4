"""Values and variables of a block. A value is what the protocol and the engine exchange: bytes in wire form."""

from dataclasses import dataclass, field

from oracle_standin.codec.text import national_to_varchar
from oracle_standin.codec.wire_types import BindColumn, ColumnDescription, WireType
from oracle_standin.engine.results import WIRE_TYPES, QueryResult
from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.plsql.tree import ExceptionDeclaration, Expression, Type
from oracle_standin.sql.types import UNLIMITED_SCALE, Kind, OracleType

_ONLY_OF_COLUMNS = (Kind.NVARCHAR2, Kind.CHAR, Kind.NCHAR, Kind.NCLOB, Kind.LONG, Kind.LONG_RAW, Kind.JSON)
_WIRE_TYPES = {kind: wire_type for kind, wire_type in WIRE_TYPES.items() if kind not in _ONLY_OF_COLUMNS}
_KINDS = {
    **{wire_type: kind for kind, wire_type in _WIRE_TYPES.items() if kind is not Kind.FLOAT},
    WireType.CHAR: Kind.VARCHAR2,
    WireType.LONG: Kind.VARCHAR2,
    WireType.LONG_RAW: Kind.RAW,
    WireType.BINARY_INTEGER: Kind.NUMBER,
}
_CHARACTERS, _NATIONAL = 1, 2  # charset forms
_TEXTS = (WireType.VARCHAR2, WireType.CLOB)
_MAX_BYTES = 32_767


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its type."""

    wire_type: WireType
    wire: bytes | None

    def as_bind(self) -> BindColumn:
        """The value as a bind of an SQL statement."""
        charset_form = _CHARACTERS if self.wire_type in _TEXTS else 0
        return BindColumn(self.wire_type, charset_form, _MAX_BYTES, [self.wire])


@dataclass(slots=True)
class Variable:
    """A variable, a constant, or a bind variable of the client."""

    name: str
    type: Type
    wire: bytes | None = None
    is_constant: bool = False
    is_nullable: bool = True

    @property
    def wire_type(self) -> WireType:
        """The type in which the value is kept."""
        return wire_type_of(self.type.oracle)

    @property
    def value(self) -> Value:
        """What it holds."""
        return Value(self.wire_type, self.wire)


@dataclass(frozen=True, slots=True)
class Record:
    """The variables of a record by the names of its fields."""

    fields: dict[str, Variable]


@dataclass(slots=True)
class Cursor:
    """An explicit cursor; `found` is None before the first FETCH."""

    query: Expression
    result: QueryResult | None = None
    fetched: int = 0
    found: bool | None = None


Entry = Variable | Record | Cursor | ExceptionDeclaration


@dataclass(slots=True)
class Scope:
    """What a block declares, with the scope of the block around it."""

    parent: "Scope | None" = None
    label: str | None = None
    names: dict[str, Entry] = field(default_factory=dict)

    def find(self, name: str) -> Entry | None:
        """What `X`, `RECORD.FIELD` or `LABEL.X` stands for here."""
        if name in self.names:
            return self.names[name]
        first, _, rest = name.partition(".")
        entry = self.names.get(first)
        if rest and isinstance(entry, Record):
            return entry.fields.get(rest)
        if rest and first == self.label:
            return self.find(rest)
        return None if self.parent is None else self.parent.find(name)

    def is_variable(self, name: str) -> bool:
        """Whether a scalar variable has this name here."""
        return isinstance(self.find(name), Variable)

    def is_boolean(self, name: str) -> bool:
        """Whether a name is a boolean variable or an attribute of a cursor that is true or false."""
        entry = self.find(name)
        is_attribute = "%" in name and not name.endswith("%ROWCOUNT")
        return is_attribute or (isinstance(entry, Variable) and entry.type.oracle.kind is Kind.BOOLEAN)

    def variable(self, name: str) -> Variable:
        """The variable of this name, which exists.

        Raises:
            LookupError: The compiler has overlooked something.
        """
        entry = self.find(name)
        if isinstance(entry, Variable):
            return entry
        raise LookupError(name)

    def cursor(self, name: str) -> Cursor:
        """The cursor of this name, which exists.

        Raises:
            LookupError: The compiler has overlooked something.
        """
        entry = self.find(name)
        if isinstance(entry, Cursor):
            return entry
        raise LookupError(name)


def wire_type_of(oracle_type: OracleType) -> WireType:
    """The wire type of a variable.

    Raises:
        UnsupportedError: Variables of this type do not exist here.
    """
    if oracle_type.kind not in _WIRE_TYPES:
        raise UnsupportedError(f"PL/SQL variables of type {oracle_type.kind}")
    return _WIRE_TYPES[oracle_type.kind]


def bind_variable(name: str, bind: BindColumn, row: int) -> Variable:
    """A client's bind variable with its value of one array row.

    Raises:
        UnsupportedError: Its type has no variables.
    """
    wire = _in_database_charset(bind.values[row] or None, bind.wire_type, bind.charset_form)
    return Variable(":" + name, Type(_type_of_wire(bind.wire_type, bind.max_bytes, 9)), wire)


def holding(name: str, value: Value) -> Variable:
    """A variable with this value and of its type."""
    return Variable(name, Type(_type_of_wire(value.wire_type, _MAX_BYTES, 9)), value.wire)


def column_value(column: ColumnDescription, wire: bytes | None) -> Value:
    """The value of a column of a query."""
    return Value(column.wire_type, _in_database_charset(wire, column.wire_type, column.charset_form))


def _in_database_charset(wire: bytes | None, wire_type: WireType, charset_form: int) -> bytes | None:
    """Text of national types as other text; LOBs are that already."""
    is_national = charset_form == _NATIONAL and wire_type not in (WireType.CLOB, WireType.BLOB)
    return national_to_varchar(wire) if is_national and wire is not None else wire


def column_type(column: ColumnDescription) -> Type:
    """The type of a variable that holds a column."""
    oracle_type = _type_of_wire(column.wire_type, column.max_bytes, column.scale)
    if column.wire_type is WireType.VARCHAR2 and column.max_chars and column.max_chars < column.max_bytes:
        return Type(OracleType(Kind.VARCHAR2, length=column.max_chars, unit="C"))
    if column.wire_type is WireType.NUMBER and column.scale != UNLIMITED_SCALE:
        return Type(OracleType(Kind.NUMBER, precision=column.precision or None, scale=column.scale))
    return Type(oracle_type)


def _type_of_wire(wire_type: WireType, max_bytes: int, scale: int) -> OracleType:
    if wire_type not in _KINDS:
        raise UnsupportedError(f"PL/SQL variables of type {wire_type.name}")
    kind = _KINDS[wire_type]
    match kind:
        case Kind.VARCHAR2 | Kind.RAW:
            return OracleType(kind, length=max(max_bytes, 1), unit="B" if kind is Kind.VARCHAR2 else "")
        case Kind.TIMESTAMP | Kind.TIMESTAMP_TZ | Kind.TIMESTAMP_LTZ:
            return OracleType(kind, scale=scale)
        case Kind.INTERVAL_DS:
            return OracleType(kind, precision=9, scale=scale)
        case Kind.INTERVAL_YM:
            return OracleType(kind, precision=9)
        case _:
            return OracleType(kind)
