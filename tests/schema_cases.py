"""Any schema a tap sends: one row a case, with the column that it becomes and the value that is read back."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from target import line, schema

LOCAL = {"default_timezone": "Europe/Berlin"}
UUID = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
DEFINITIONS = {
    "amount": {"allOf": [{"type": "number"}, {"multipleOf": 0.01, "minimum": 0, "maximum": 9999999}]},
    "node": {"type": "object", "properties": {"next": {"$ref": "#/definitions/node"}}},
}


def text(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema
    return {"type": ["null", "string"], **more}


def at(*parts: int) -> datetime:
    """A DATE or TIMESTAMP as the driver gives it, UTC without zone."""
    return datetime(*parts)  # type: ignore[arg-type] # noqa: DTZ001


@dataclass(frozen=True)
class Case:
    """A property, a value, and what becomes of them.

    Attributes:
        name: What the case is about; the property's schema is `form`.
        column: Its type in DDL.
        sent: The value; bytes are JSON text as it stands.
        stored: What an independent connection reads.
        settings: Of the stream.
        since: The first release that the case is about.
        read: The expression that reads the value.
        is_key: Whether the property is the key.
        changed: The setting that reports a changed value.
    """

    name: str
    form: Any
    column: str
    sent: Any
    stored: Any
    settings: dict[str, Any] = field(default_factory=dict)
    since: int = 12
    read: str = '"V"'
    is_key: bool = False
    changed: str | None = None


ABSENT = object()


def written(stream: str, id_: int, value: Any) -> bytes:  # noqa: ANN401
    """A RECORD with a JSON value, or the text of one."""
    if value is ABSENT:
        return line({"type": "RECORD", "stream": stream, "record": {"id": id_}})
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return b'{"type": "RECORD", "stream": "%b", "record": {"id": %d, "v": %b}}\n' % (stream.encode(), id_, text)


def message(stream: str, form: Any, *, is_key: bool = False) -> dict[str, Any]:  # noqa: ANN401
    """A SCHEMA with this form of property `v`."""
    properties = {"id": {"type": "integer"}} | ({} if form is ABSENT else {"v": form})
    sent = schema(stream, properties, ["v" if is_key else "id"])
    sent["schema"]["definitions"] = DEFINITIONS
    return sent


D, TZ = "DATE", "TIMESTAMP(6) WITH TIME ZONE"
FF9 = "TO_CHAR(\"V\", 'YYYY-MM-DD HH24:MI:SS.FF9')"
DATE, DATE_TIME = text(format="date"), text(format="date-time")
BIG = 12345678901234567890123456789012345678

TYPES = [
    Case("integer without bounds", {"type": "integer"}, "NUMBER(38)", BIG, Decimal(BIG)),
    Case("integer with bounds", {"type": "integer", "minimum": -128, "maximum": 127}, "NUMBER(3)", -128, -128),
    Case("integer beyond 2^63", {"type": "integer"}, "NUMBER(38)", 2**63 + 1, Decimal(2**63 + 1)),
    Case("number", {"type": "number"}, "NUMBER", b"0.12345678901234567890123456789012345678",
         Decimal("0.12345678901234567890123456789012345678")),
    Case("number of 38 digits", {"type": "number"}, "NUMBER", b"1234567890123456789012345678.9012345678",
         Decimal("1234567890123456789012345678.9012345678")),
    Case("multipleOf", {"type": "number", "multipleOf": 0.01}, "NUMBER(38,2)", 1234.5, Decimal("1234.5")),
    Case("multipleOf with bounds", {"type": "number", "multipleOf": 0.01, "minimum": 0, "maximum": 9999999},
         "NUMBER(9,2)", 1.25, Decimal("1.25")),
    Case("singer.decimal", text(format="singer.decimal"), "NUMBER", "12345678901234567890.5",
         Decimal("12345678901234567890.5")),
    Case("x-singer.decimal with precision", text(format="x-singer.decimal", precision=10, scale=4), "NUMBER(10,4)",
         "-12.3400", Decimal("-12.34")),
    Case("scale_precision of PipelineWise",
         text(format="singer.decimal", additionalProperties={"scale_precision": "decimal(12,3)"}), "NUMBER(12,3)",
         "1.125", Decimal("1.125")),
    Case("double", {"type": "number"}, "BINARY_DOUBLE", 0.1, 0.1, {"number_type": "binary_double"}),
    Case("double with NaN", {"type": "number"}, "BINARY_DOUBLE", b"NaN", float("nan"),
         {"number_type": "binary_double"}),
    Case("double with infinity", {"type": "number"}, "BINARY_DOUBLE", b"-Infinity", float("-inf"),
         {"number_type": "binary_double"}),
    Case("maxLength", text(maxLength=20), "VARCHAR2(20 CHAR)", "äöü", "äöü"),
    Case("maxLength 0", text(maxLength=0), "VARCHAR2(1 CHAR)", None, None),
    Case("maxLength above the server's", text(maxLength=4001), "CLOB", "x" * 4001, "x" * 4001),
    Case("string", text(), "VARCHAR2(4000 CHAR)", "plain", "plain"),
    Case("string as CLOB", text(), "CLOB", "x" * 40_000, "x" * 40_000, {"string_type": "clob"}),
    Case("string in a key", text(), "VARCHAR2(255 CHAR)", "k", "k", is_key=True),
    Case("long string in a key", text(maxLength=9000), "VARCHAR2(4000 CHAR)", "k", "k", is_key=True),
    Case("boolean", {"type": "boolean"}, "NUMBER(1)", True, 1),
    Case("boolean of 23ai", {"type": "boolean"}, "BOOLEAN", False, False, {"boolean_type": "boolean"}, since=23),
    Case("date", DATE, D, "2024-02-29", at(2024, 2, 29)),
    Case("date-time", DATE_TIME, TZ, "2024-02-29T01:02:03.123456+01:00", at(2024, 2, 29, 0, 2, 3, 123456)),
    Case("date-time without zone", DATE_TIME, "TIMESTAMP(6)", "2024-02-29T01:02:03Z", at(2024, 2, 29, 1, 2, 3),
         {"datetime_type": "timestamp"}),
    Case("date-time in a key", DATE_TIME, "TIMESTAMP(6)", "2024-02-29T01:02:03+02:00", at(2024, 2, 28, 23, 2, 3),
         is_key=True),
    Case("time", text(format="time"), "VARCHAR2(32 CHAR)", "10:11:12Z", "10:11:12Z"),
    Case("duration", text(format="duration"), "VARCHAR2(64 CHAR)", "P1DT2H", "P1DT2H"),
    Case("uuid", text(format="uuid"), "VARCHAR2(36 CHAR)", UUID, UUID),
    Case("uuid as RAW", {**text(format="uuid"), "x-sql-datatype": "raw(16)"}, "RAW(16)", UUID,
         bytes.fromhex(UUID.replace("-", ""))),
    Case("enum", {"enum": ["red", "green"]}, "VARCHAR2(4000 CHAR)", "red", "red"),
    Case("enum of numbers and null", {"enum": [1, 2, None]}, "NUMBER(38)", 2, 2),
    Case("const", {"const": True}, "NUMBER(1)", True, 1),
    Case("object", {"type": "object"}, "CLOB CHECK (\"V\" IS JSON)", {"a": [1, None]}, {"a": [1, None]}),
    Case("array", {"type": "array"}, "CLOB CHECK (\"V\" IS JSON)", [1, "x"], [1, "x"]),
    Case("object as JSON", {"type": "object"}, "JSON", {"a": [1, None]}, {"a": [1, None]}, {"json_type": "json"},
         since=21),
    Case("object in a key", {"type": "object"}, "VARCHAR2(255 CHAR)", {"a": 1}, '{"a": 1}', is_key=True),
    Case("base64", text(contentEncoding="base64"), "BLOB", "AAEC/w==", b"\x00\x01\x02\xff"),
    Case("base64 of the URL alphabet", text(contentEncoding="base64", maxLength=8), "RAW(6)", "_-8", b"\xff\xef"),
    Case("base16", text(contentEncoding="base16", maxLength=8), "RAW(4)", "00fF", b"\x00\xff"),
    Case("base64 in a key", text(contentEncoding="base64"), "RAW(255)", "AAE=", b"\x00\x01", is_key=True),
    Case("x-sql-datatype", {**text(), "x-sql-datatype": "varchar2(7 byte)"}, "VARCHAR2(7 BYTE)", "seven", "seven"),
    Case("x-sql-datatype of another database", {**text(), "x-sql-datatype": "jsonb"}, "VARCHAR2(4000 CHAR)", "x", "x"),
    Case("hostile x-sql-datatype", {**text(), "x-sql-datatype": "CLOB); DROP TABLE T --"}, "VARCHAR2(4000 CHAR)", "x",
         "x"),
    Case("x-sql-datatype that the server lacks", {"type": "boolean", "x-sql-datatype": "BOOLEAN"},
         "NUMBER(1)", True, 1, since=-21),
    Case("column_types", DATE, "TIMESTAMP(0)", "2024-02-29", at(2024, 2, 29), {"column_types": {"v": "timestamp(0)"}}),
    Case("column_types over x-sql-datatype", {**text(), "x-sql-datatype": "CLOB"}, "VARCHAR2(9 CHAR)", "x", "x",
         {"column_types": {"v": "VARCHAR2(9)"}}),
    Case("nanoseconds", DATE_TIME, "TIMESTAMP(9)", "2024-02-29T01:02:03.123456789+01:00",
         "2024-02-29 00:02:03.123456789", {"column_types": {"v": "TIMESTAMP(9)"}}, read=FF9),
    # Oracle to Oracle: what flext-tap-oracle says of NUMBER(p,s), TIMESTAMP(p), CLOB and RAW
    Case("NUMBER(10,2) of a tap", {"type": "number", "x-sql-datatype": "NUMBER(10,2)"}, "NUMBER(10,2)", b"1.50",
         Decimal("1.5")),
    Case("NUMBER(10,-2) of a tap", {"type": "integer", "x-sql-datatype": "NUMBER(10,-2)"}, "NUMBER(10,-2)", 1200,
         Decimal(1200)),
    Case("TIMESTAMP(3) of a tap", {**DATE_TIME, "x-sql-datatype": "TIMESTAMP(3)"}, "TIMESTAMP(3)",
         "2024-02-29T01:02:03.125Z", at(2024, 2, 29, 1, 2, 3, 125000)),
    Case("CLOB of a tap", {**text(), "x-sql-datatype": "CLOB"}, "CLOB", "y" * 9000, "y" * 9000),
    Case("RAW(4) of a tap", {**text(contentEncoding="base16"), "x-sql-datatype": "RAW(4)"}, "RAW(4)", "01020304",
         b"\x01\x02\x03\x04"),
    # Forms
    Case("type list", {"type": ["integer", "null"]}, "NUMBER(38)", None, None),
    Case("integer or number", {"type": ["integer", "number"]}, "NUMBER", 1.5, Decimal("1.5")),
    Case("integer or string", {"type": ["integer", "string"]}, "CLOB", "a", '"a"'),
    Case("anyOf dates", {"anyOf": [DATE, DATE_TIME]}, TZ, "2024-02-29", at(2024, 2, 29)),
    Case("anyOf with null", {"anyOf": [{"type": "null"}, {"type": "string", "maxLength": 3}]}, "VARCHAR2(3 CHAR)", "abc",
         "abc"),
    Case("oneOf strings", {"oneOf": [text(maxLength=3), text(maxLength=9)]}, "VARCHAR2(9 CHAR)", "nine char", "nine char"),
    Case("$ref", {"$ref": "#/definitions/amount"}, "NUMBER(9,2)", 1.25, Decimal("1.25")),
    Case("$ref to itself", {"$ref": "#/definitions/node"}, "CLOB CHECK (\"V\" IS JSON)", {"next": {}}, {"next": {}}),
    Case("$ref to nothing", {"$ref": "#/definitions/nothing"}, "CLOB", 1, "1"),
    Case("missing type", {"description": "?"}, "CLOB", {"a": 1}, '{"a": 1}'),
    Case("empty schema", {}, "CLOB", [1, "x"], '[1, "x"]'),
    Case("schema true", True, "CLOB", "x", '"x"'),
    Case("additionalProperties", {"type": "object", "additionalProperties": {"type": "integer"}},
         "CLOB CHECK (\"V\" IS JSON)", {"x": 1}, {"x": 1}, {"flattening_enabled": True}),
    Case("patternProperties", {"type": "object", "patternProperties": {"^x": {"type": "integer"}}, "properties": {}},
         "CLOB CHECK (\"V\" IS JSON)", {"x": 1}, {"x": 1}, {"flattening_enabled": True}),
]  # fmt: skip

VALUES = [
    Case("Z", DATE_TIME, TZ, "2024-02-29T23:59:59Z", at(2024, 2, 29, 23, 59, 59)),
    Case("lower case z and t", DATE_TIME, TZ, "2024-02-29t23:59:59z", at(2024, 2, 29, 23, 59, 59)),
    Case("a blank for T", DATE_TIME, TZ, "2024-02-29 23:59:59", at(2024, 2, 29, 23, 59, 59)),
    Case("a blank before the offset", DATE_TIME, TZ, "2024-02-29 23:59:59 +00:00", at(2024, 2, 29, 23, 59, 59)),
    Case("offset without colon", DATE_TIME, TZ, "2024-02-29T23:59:59-0530", at(2024, 3, 1, 5, 29, 59)),
    Case("offset of hours", DATE_TIME, TZ, "2024-02-29T23:59:59+01", at(2024, 2, 29, 22, 59, 59)),
    Case("without seconds", DATE_TIME, TZ, "2024-02-29T23:59Z", at(2024, 2, 29, 23, 59)),
    Case("comma before the fraction", DATE_TIME, TZ, "2024-02-29T00:00:00,5Z", at(2024, 2, 29, 0, 0, 0, 500000)),
    Case("nine digits that are six", DATE_TIME, TZ, "2024-02-29T00:00:00.123456000Z", at(2024, 2, 29, 0, 0, 0, 123456)),
    Case("the user's zone in summer", DATE_TIME, TZ, "2024-07-01T12:00:00", at(2024, 7, 1, 10), LOCAL),
    Case("the user's zone in winter", DATE_TIME, TZ, "2024-01-01T12:00:00", at(2024, 1, 1, 11), LOCAL),
    Case("the user's zone with an offset", DATE_TIME, TZ, "2024-07-01T12:00:00Z", at(2024, 7, 1, 12), LOCAL),
    Case("year 0001", DATE_TIME, TZ, "0001-01-01T00:00:00Z", at(1, 1, 1)),
    Case("year 9999", DATE_TIME, TZ, "9999-12-31T23:59:59.999999Z", at(9999, 12, 31, 23, 59, 59, 999999)),
    Case("date with a midnight", DATE, D, "2024-02-29T00:00:00Z", at(2024, 2, 29)),
    Case("fraction cut", DATE_TIME, TZ, "2024-02-29T00:00:00.1234567Z", at(2024, 2, 29, 0, 0, 0, 123456),
         {"fraction_overflow": "truncate"}, changed="fraction_overflow"),
    Case("fraction rounded", DATE_TIME, TZ, "2024-02-29T00:00:00.1234567Z", at(2024, 2, 29, 0, 0, 0, 123457),
         {"fraction_overflow": "round"}, changed="fraction_overflow"),
    Case("fraction rounded to the next year", DATE_TIME, TZ, "2024-12-31T23:59:59.9999999Z", at(2025, 1, 1),
         {"fraction_overflow": "round"}, changed="fraction_overflow"),
    Case("number cut", {"type": "number", "multipleOf": 0.01}, "NUMBER(38,2)", b"-1.999", Decimal("-1.99"),
         {"fraction_overflow": "truncate"}, changed="fraction_overflow"),
    Case("number rounded", {"type": "number", "multipleOf": 0.01}, "NUMBER(38,2)", b"1.995", Decimal(2),
         {"fraction_overflow": "round"}, changed="fraction_overflow"),
    Case("number of 40 digits rounded", {"type": "number"}, "NUMBER", b"0.1234567890123456789012345678901234567891",
         Decimal("0.12345678901234567890123456789012345679"), {"fraction_overflow": "round"},
         changed="fraction_overflow"),
    Case("integer with a fraction cut", {"type": "integer"}, "NUMBER(38)", 1.9, 1, {"fraction_overflow": "truncate"},
         changed="fraction_overflow"),
    Case("year 10000 as NULL", DATE_TIME, TZ, "10000-01-01T00:00:00Z", None, {"year_overflow": "null"},
         changed="year_overflow"),
    Case("year 10000 as the last moment", DATE_TIME, TZ, "+10000-01-01T00:00:00Z",
         at(9999, 12, 31, 23, 59, 59, 999999), {"year_overflow": "clamp"}, changed="year_overflow"),
    Case("year 0 as the first moment", DATE_TIME, TZ, "0000-05-05T00:00:00Z", at(1, 1, 1), {"year_overflow": "clamp"},
         changed="year_overflow"),
    Case("a zone that leaves the years", DATE_TIME, TZ, "9999-12-31T23:00:00-05:00",
         at(9999, 12, 31, 23, 59, 59, 999999), {"year_overflow": "clamp"}, changed="year_overflow"),
    Case("date of year 12345", DATE, D, "12345-01-01", at(9999, 12, 31), {"year_overflow": "clamp"},
         changed="year_overflow"),
    Case("24:00", DATE_TIME, TZ, "2024-12-31T24:00:00Z", at(2025, 1, 1), {"clock_overflow": "roll"},
         changed="clock_overflow"),
    Case("leap second", DATE_TIME, TZ, "2016-12-31T23:59:60.5Z", at(2017, 1, 1, 0, 0, 0, 500000),
         {"clock_overflow": "roll"}, changed="clock_overflow"),
    Case("NaN in NUMBER", {"type": "number"}, "NUMBER", b"NaN", None, {"nan_policy": "null"}, changed="nan_policy"),
    Case("Infinity as text", text(format="singer.decimal"), "NUMBER", "Infinity", None, {"nan_policy": "null"},
         changed="nan_policy"),
    Case("half a surrogate pair", text(), "VARCHAR2(4000 CHAR)", b'"a\\ud800b\\ud83d\\ude00"', "a\ufffdb\U0001f600",
         {"surrogate_policy": "replace"}, changed="surrogate_policy"),
    Case("an escaped backslash before u", text(), "VARCHAR2(4000 CHAR)", b'"\\\\ud800 \\udc00"', "\\ud800 \ufffd",
         {"surrogate_policy": "replace"}, changed="surrogate_policy"),
    Case("U+0000 removed", text(), "VARCHAR2(4000 CHAR)", "a\x00b", "ab", {"nul_policy": "remove"},
         changed="nul_policy"),
    Case("emoji by characters", text(maxLength=3), "VARCHAR2(3 CHAR)", "\U0001f600" * 3, "\U0001f600" * 3),
    Case("emoji by bytes", text(), "VARCHAR2(4000 CHAR)", "\U0001f600" * 1000, "\U0001f600" * 1000),
    Case("duplicate names", text(), "VARCHAR2(4000 CHAR)", b'"first", "v": "last"', "last"),
    Case("the empty string", text(), "VARCHAR2(4000 CHAR)", "", None, changed="empty_string_policy"),
    Case("the empty string as a sentinel", text(), "VARCHAR2(4000 CHAR)", "", "<empty>",
         {"empty_string_policy": "sentinel", "empty_string_sentinel": "<empty>"}, changed="empty_string_policy"),
    Case("an empty key as a sentinel", text(), "VARCHAR2(255 CHAR)", "", " ", {"empty_string_policy": "sentinel"},
         is_key=True, changed="empty_string_policy"),
    Case("text cut at characters", text(maxLength=3), "VARCHAR2(3 CHAR)", "äöüß", "äöü",
         {"string_overflow": "truncate"}, changed="string_overflow"),
    Case("text cut at bytes", text(), "VARCHAR2(4000 CHAR)", "\U0001f600" * 1001, "\U0001f600" * 1000,
         {"string_overflow": "truncate"}, changed="string_overflow"),
    Case("text that makes its column longer", text(maxLength=3), "VARCHAR2(3 CHAR)", "äöüß", "äöüß"),
    Case("text that makes its column a CLOB", text(), "VARCHAR2(4000 CHAR)", "\U0001f600" * 1001, "\U0001f600" * 1001),
    Case("bytes that make their column longer", text(contentEncoding="base16", maxLength=4), "RAW(2)", "010203",
         b"\x01\x02\x03"),
    Case("a line separator", text(), "VARCHAR2(4000 CHAR)", "a\u2028b\r\n\t'\"\\", "a\u2028b\r\n\t'\"\\"),
    Case("0E-500", {"type": "number"}, "NUMBER", b"0E-500", 0),
    Case("1E125", {"type": "number"}, "NUMBER", b"1E125", Decimal("1E125")),
    Case("an integer written as 1.0", {"type": "integer"}, "NUMBER(38)", b"1.0", 1),
    Case("an integer written as 1e3", {"type": "integer"}, "NUMBER(38)", b"1e3", 1000),
]  # fmt: skip


@dataclass(frozen=True)
class Refused:
    """A property, a value that is refused, and what the message holds."""

    name: str
    form: Any
    sent: Any
    problem: str
    settings: dict[str, Any] = field(default_factory=dict)
    is_key: bool = False


REFUSED = [
    Refused("39 digits", {"type": "integer"}, 10**38, "more than 38 digits"),
    Refused("a fraction", {"type": "integer"}, 1.5, "fraction"),
    Refused("a fraction beyond the scale", {"type": "number", "multipleOf": 0.1}, b"1.25", "more than 1 digits"),
    Refused("a digit that NUMBER(10,-2) would round", {"type": "integer", "x-sql-datatype": "NUMBER(10,-2)"}, 1250,
            "no multiple of 1E2"),
    Refused("a decimal beyond a column that is left as it is", {"type": "number"}, b"0.12345", "digits after the point",
            {"column_types": {"v": "NUMBER(9,2)"}}),
    Refused("a column type for no property", {"type": "integer"}, 1, "did you mean 'v'?", {"column_types": {"vv": "DATE"}}),
    Refused("seven digits of a second", DATE_TIME, "2024-02-29T00:00:00.1234567Z", "fraction_overflow"),
    Refused("year 10000", DATE_TIME, "10000-01-01T00:00:00Z", "year_overflow"),
    Refused("year -1", DATE_TIME, "-0001-01-01T00:00:00Z", "year_overflow"),
    Refused("24:00", DATE_TIME, "2024-12-31T24:00:00Z", "clock_overflow"),
    Refused("a leap second", DATE_TIME, "2016-12-31T23:59:60Z", "clock_overflow"),
    Refused("24:01", DATE_TIME, "2024-12-31T24:01:00Z", "does not exist", {"clock_overflow": "roll"}),
    Refused("30 February", DATE_TIME, "2024-02-30T00:00:00Z", "does not exist"),
    Refused("no date", DATE, "yesterday", "not a date"),
    Refused("a date with a time", DATE, "2024-02-29T01:00:00", "would be lost"),
    Refused("NaN", {"type": "number"}, b"NaN", "nan_policy"),
    Refused("NaN in an object", {"type": "object"}, b'{"a": NaN}', "NaN in an object"),
    Refused("U+0000", text(), "a\x00b", "nul_policy"),
    Refused("half a surrogate pair", text(), b'"\\ud800"', "surrogate_policy"),
    Refused("the empty string", text(), "", "empty_string_policy", {"empty_string_policy": "reject"}),
    Refused("an empty key", text(), "", "a key is empty", is_key=True),
    Refused("a key that is null", text(), None, "a key is null", is_key=True),
    Refused("text too long", text(maxLength=3), "four", "string_overflow", {"string_overflow": "reject"}),
    Refused("text too long to fail", text(maxLength=3), "four", "string_overflow", {"string_overflow": "fail"}),
    Refused("a key too long", text(), "x" * 5000, "cannot hold a value of 5000 bytes", is_key=True),
    Refused("a key without time zone of a year too far", DATE_TIME, "10000-01-01T00:00:00Z", "stored as NULL",
            {"year_overflow": "null"}, is_key=True),
    Refused("text for a number", {"type": "integer"}, "12", "a number is expected"),
    Refused("a type that does not hold it", DATE, "2024-02-29", "date cannot be loaded into RAW(3)",
            {"column_types": {"v": "RAW(3)"}}),
]  # fmt: skip


@dataclass(frozen=True)
class Names:
    """Properties, and the columns that they become."""

    name: str
    properties: list[str]
    columns: list[str]
    settings: dict[str, Any] = field(default_factory=dict)


NAMES = [
    Names("upper case", ["id", "Name"], ["ID", "NAME"]),
    Names("reserved words", ["select", "date", "size", "rowid"], ["SELECT", "DATE", "SIZE", "ROWID_4C984AAA"]),
    Names("special characters", ["a-b", "a.b c", "é", "ß", "100%"], ["A_B", "A_B_C", "É", "ß", "100_"]),
    Names("leading underscores and digits", ["_sdc_x", "1st", "$a", "#b"], ["_SDC_X", "1ST", "$A", "#B"]),
    Names(
        "quotes, backslashes and control characters", ['a"b', "c\\d", "e\nf", "g\x01h"], ["A_B", "C_D", "E_F", "G_H"]
    ),
    Names("column_mappings", ["orderId", "total"], ["ORDER_NO", "TOTAL"], {"column_mappings": {"orderId": "order_no"}}),
    Names("ignored_columns", ["id", "_secret", "_secret2"], ["ID"], {"ignored_columns": ["_secret*"]}),
    Names("column_ordering", ["zeta", "alpha", "id"], ["ID", "ALPHA", "ZETA"], {"column_ordering": "alphabetical"}),
]


@dataclass(frozen=True)
class Change:
    """A property whose schema changes between two loads.

    Attributes:
        statements: What the second schema does to the table, with T for its name.
        stored: Both values as an independent connection reads them then, from `read`.
        made: The table as somebody made it before, instead of the first load; T stands for its name.
        fails: What the second load says when it stops instead.
    """

    name: str
    before: Any
    first: Any
    after: Any
    second: Any
    statements: list[str]
    stored: list[Any]
    settings: dict[str, Any] = field(default_factory=dict)
    read: str = '"V"'
    made: str | None = None
    fails: str | None = None


def copied(new: str, value: str = '"V__FLEXT_OLD"', *, is_required: bool = False) -> list[str]:
    """The statements that copy a column to one of another type."""
    return [
        'ALTER TABLE T RENAME COLUMN "V" TO "V__FLEXT_OLD"',
        f'ALTER TABLE T ADD ("V" {new})',
        f'UPDATE T SET "V" = {value} WHERE "V" IS NULL AND "V__FLEXT_OLD" IS NOT NULL',
        *(['ALTER TABLE T MODIFY ("V" NOT NULL)'] if is_required else []),
        'ALTER TABLE T SET UNUSED ("V__FLEXT_OLD")',
    ]


NUMBER_TEXT = """REGEXP_REPLACE(TO_CHAR("V__FLEXT_OLD", 'TM9'), '^(-?)\\.', '\\10.')"""
MOMENT_TEXT = """TO_CHAR("V__FLEXT_OLD", 'YYYY-MM-DD"T"HH24:MI:SS.FFTZH:TZM')"""
DATE_TEXT = (
    """CASE WHEN "V__FLEXT_OLD" = TRUNC("V__FLEXT_OLD") THEN TO_CHAR("V__FLEXT_OLD", 'YYYY-MM-DD') """
    """ELSE TO_CHAR("V__FLEXT_OLD", 'YYYY-MM-DD"T"HH24:MI:SS') END"""
)
INTEGER, NUMBER = {"type": ["null", "integer"]}, {"type": ["null", "number"]}

CHANGES = [
    Change("a new column", ABSENT, None, text(maxLength=9), "new", ['ALTER TABLE T ADD ("V" VARCHAR2(9 CHAR))'],
           [None, "new"]),
    Change("a column that disappears", text(), "old", ABSENT, None, [], ["old", None]),
    Change("nothing", text(), "one", text(), "two", [], ["one", "two"]),
    Change("longer text", text(maxLength=5), "short", text(maxLength=9), "no longer",
           ['ALTER TABLE T MODIFY ("V" VARCHAR2(9 CHAR))'], ["short", "no longer"]),
    Change("shorter text", text(maxLength=9), "no longer", text(maxLength=5), "short", [], ["no longer", "short"]),
    Change("more digits", {"type": "integer", "minimum": 0, "maximum": 99}, 7, INTEGER, 12345,
           ['ALTER TABLE T MODIFY ("V" NUMBER(38))'], [7, 12345]),
    Change("more decimals", {"type": "number", "multipleOf": 0.01, "minimum": 0, "maximum": 99}, 7.25,
           {"type": "number", "multipleOf": 0.0001, "minimum": 0, "maximum": 9999}, b"1234.5678",
           ['ALTER TABLE T MODIFY ("V" NUMBER(8,4))'], [Decimal("7.25"), Decimal("1234.5678")]),
    Change("integer to number", INTEGER, 7, NUMBER, 0.5, ['ALTER TABLE T MODIFY ("V" NUMBER)'], [7, Decimal("0.5")]),
    Change("number to integer", NUMBER, 0.5, INTEGER, 7, [], [Decimal("0.5"), 7]),
    Change("number to double", {"type": "number", "multipleOf": 0.01}, 7.25, {**NUMBER, "x-sql-datatype":
           "BINARY_DOUBLE"}, 0.125, ['ALTER TABLE T MODIFY ("V" NUMBER)'], [Decimal("7.25"), Decimal("0.125")]),
    Change("number to string", NUMBER, b"-0.50", text(), "text", copied("VARCHAR2(4000 CHAR)", NUMBER_TEXT),
           ["-0.5", "text"]),
    Change("integer to mixed", INTEGER, 12, {}, {"a": 1}, copied("CLOB", NUMBER_TEXT), ["12", '{"a": 1}']),
    Change("integer to object", INTEGER, 12, {"type": "object"}, {"a": 1}, copied("CLOB", NUMBER_TEXT),
           ["12", '{"a": 1}']),
    Change("string to number", text(), "text", NUMBER, b"1.50", [], ["text", "1.50"]),
    Change("string to boolean", text(), "text", {"type": "boolean"}, True, [], ["text", "true"]),
    Change("string to object", text(), "text", {"type": "object"}, {"a": 1}, [], ["text", '{"a": 1}']),
    Change("boolean to integer", {"type": "boolean"}, True, INTEGER, 12, ['ALTER TABLE T MODIFY ("V" NUMBER(38))'],
           [1, 12]),
    Change("date to date-time", DATE, "2024-02-29", DATE_TIME, "2024-02-29T01:02:03.5Z",
           ['ALTER TABLE T MODIFY ("V" TIMESTAMP(6))'], [at(2024, 2, 29), at(2024, 2, 29, 1, 2, 3, 500000)]),
    Change("date-time to date", DATE_TIME, "2024-02-29T01:02:03Z", DATE, "2024-03-01", [],
           [at(2024, 2, 29, 1, 2, 3), at(2024, 3, 1)]),
    Change("date to string", DATE, "2024-02-29", text(), "soon", copied("VARCHAR2(4000 CHAR)", DATE_TEXT),
           ["2024-02-29", "soon"]),
    Change("date-time to integer", DATE_TIME, "2024-02-29T01:02:03Z", INTEGER, 7,
           copied("VARCHAR2(4000 CHAR)", MOMENT_TEXT), ["2024-02-29T01:02:03.000000+00:00", "7"]),
    Change("VARCHAR2 to CLOB", text(maxLength=9), "short", text(maxLength=9000), "x" * 9000, copied("CLOB"),
           ["short", "x" * 9000]),
    Change("longer bytes", text(contentEncoding="base16", maxLength=4), "0001",
           text(contentEncoding="base16", maxLength=8), "00010203", ['ALTER TABLE T MODIFY ("V" RAW(4))'],
           [b"\x00\x01", b"\x00\x01\x02\x03"]),
    Change("RAW to BLOB", text(contentEncoding="base16", maxLength=4), "0001",
           text(contentEncoding="base16", maxLength=8000), "00010203", copied("BLOB", 'TO_BLOB("V__FLEXT_OLD")'),
           [b"\x00\x01", b"\x00\x01\x02\x03"]),
    Change("a column beside", INTEGER, 12, text(), "text", ['ALTER TABLE T ADD ("V__VARCHAR2" VARCHAR2(4000 CHAR))'],
           [(12, None), (None, "text")], {"on_impossible_change": "version"}, read='"V", "V__VARCHAR2"'),
    Change("too many rows to copy", INTEGER, 12, text(), "text",
           ['ALTER TABLE T ADD ("V__VARCHAR2" VARCHAR2(4000 CHAR))'], [(12, None), (None, "text")],
           {"copy_max_rows": 0}, read='"V", "V__VARCHAR2"'),
    Change("bytes to text", text(contentEncoding="base16"), "0001", text(maxLength=5), "text",
           ['ALTER TABLE T ADD ("V__VARCHAR2" VARCHAR2(5 CHAR))'], [(b"\x00\x01", None), (None, "text")],
           read='"V", "V__VARCHAR2"'),
    Change("an impossible change that fails", INTEGER, 12, text(), "text", [], [12], {"on_impossible_change": "fail"},
           fails="column V is NUMBER(38), but VARCHAR2(4000 CHAR) is needed"),
    Change("a new column that fails", ABSENT, None, text(), "text", [], [], {"on_schema_mismatch": "fail"},
           read='"ID"', fails="column V (VARCHAR2(4000 CHAR)) is missing"),
    Change("a type that is ignored", INTEGER, 12, text(), "text", [], [12, None], {"on_schema_mismatch": "ignore"}),
    Change("more decimals that are ignored", {"type": "number", "multipleOf": 0.1}, 7.5, NUMBER, 9.5, [],
           [Decimal("7.5"), Decimal("9.5")], {"on_schema_mismatch": "ignore"}),
    Change("a key that somebody made", None, None, text(), "text", [], [12],
           made='CREATE TABLE T ("ID" NUMBER(38), "V" NUMBER UNIQUE)', fails="while a key or an index is made of it"),
    Change("a primary key that the stream does not fill", None, None, text(), "text", [], ["12"],
           made='CREATE TABLE T ("ID" NUMBER(38), "V" VARCHAR2(9 CHAR), "R" NUMBER PRIMARY KEY)',
           fails="ORA-01451"),
    Change("more digits that are ignored", {"type": "integer", "minimum": 0, "maximum": 99}, 7, INTEGER, 9, [], [7, 9],
           {"on_schema_mismatch": "ignore"}),
    Change("a copy that was cut off after the renaming", None, None, text(), "text", copied("VARCHAR2(4000 CHAR)",
           NUMBER_TEXT)[1:], ["12", "text"], made='CREATE TABLE T ("ID" NUMBER(38), "V__FLEXT_OLD" NUMBER)'),
    Change("a copy that was cut off before the UPDATE", None, None, text(), "text", copied("VARCHAR2(4000 CHAR)",
           NUMBER_TEXT)[2:], ["12", "text"],
           made='CREATE TABLE T ("ID" NUMBER(38), "V__FLEXT_OLD" NUMBER, "V" VARCHAR2(99 CHAR))'),
    Change("a table of somebody with other order, more columns and a default", None, None, text(), "text", [],
           [("12", 5), ("text", 5)], read='"V", "D"', made='CREATE TABLE T ("X" DATE, "V" VARCHAR2(9 CHAR), '
           '"D" NUMBER DEFAULT 5 NOT NULL, "ID" NUMBER(38))'),
    Change("a column that the stream does not know and that was required", None, None, text(), "text",
           ['ALTER TABLE T MODIFY ("R" NULL)'], [("12", 1), ("text", None)], read='"V", "R"',
           made='CREATE TABLE T ("ID" NUMBER(38), "V" VARCHAR2(9 CHAR), "R" NUMBER NOT NULL)'),
    Change("a column that was required", None, None, text(), None, ['ALTER TABLE T MODIFY ("V" NULL)'], ["12", None],
           made='CREATE TABLE T ("ID" NUMBER(38), "V" VARCHAR2(9 CHAR) NOT NULL)'),
    Change("a column that is required, and is never null", None, None, {"type": "string"}, "text", [], ["12", "text"],
           made='CREATE TABLE T ("ID" NUMBER(38), "V" VARCHAR2(9 CHAR) NOT NULL)'),
    Change("a table without any column of the stream", None, None, text(), "text", [], [],
           {"on_schema_mismatch": "ignore"}, made='CREATE TABLE T ("X" NUMBER)', read='"X"',
           fails="column ID (NUMBER(38)) is missing"),
    Change("narrower digits of somebody", None, None, NUMBER, 0.5, ['ALTER TABLE T MODIFY ("V" NUMBER)'],
           [12, Decimal("0.5")], made='CREATE TABLE T ("ID" NUMBER(38), "V" NUMBER(5,2))'),
    Change("a FLOAT of somebody", None, None, NUMBER, 0.5, copied("NUMBER"), [12, Decimal("0.5")],
           made='CREATE TABLE T ("ID" NUMBER(38), "V" FLOAT)'),
]  # fmt: skip
