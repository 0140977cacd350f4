"""A property's schema gives its column, and an independent connection reads the value back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from database import Database
from target import Target, record, schema

CASES = [
    # the property's schema, settings, its column as the dictionary shows it, value sent, value read
    ({"type": "integer", "minimum": -128, "maximum": 127}, {}, "NUMBER(3,0)", -128, -128),
    ({"type": "number", "multipleOf": 0.01}, {}, "NUMBER(38,2)", 1234.5, Decimal("1234.5")),
    (
        {"type": "string", "format": "singer.decimal"},
        {},
        "NUMBER",
        "12345678901234567890.5",
        Decimal("12345678901234567890.5"),
    ),
    (
        {"type": ["null", "string"], "format": "x-singer.decimal", "precision": 10, "scale": 4},
        {},
        "NUMBER(10,4)",
        "-12.3400",
        Decimal("-12.34"),
    ),
    ({"type": "number"}, {"number_type": "binary_double"}, "BINARY_DOUBLE", 0.1, 0.1),
    ({"type": ["number", "string"], "x-sql-datatype": "CLOB"}, {}, "CLOB", "a", '"a"'),
    ({"type": "string", "maxLength": 20}, {}, "VARCHAR2(20 CHAR)", "äöü", "äöü"),
    ({"type": "string"}, {"string_type": "clob"}, "CLOB", "x" * 40_000, "x" * 40_000),
    ({"enum": ["red", "green"]}, {}, "VARCHAR2(4000 CHAR)", "red", "red"),
    ({"type": "string", "format": "time"}, {}, "VARCHAR2(32 CHAR)", "10:11:12Z", "10:11:12Z"),
    ({"type": "string", "format": "duration"}, {}, "VARCHAR2(64 CHAR)", "P1DT2H", "P1DT2H"),
    (
        {"type": "string", "format": "uuid"},
        {},
        "VARCHAR2(36 CHAR)",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    ),
    (
        {"type": "string", "format": "uuid", "x-sql-datatype": "raw(16)"},
        {},
        "RAW(16)",
        "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        bytes.fromhex("6ba7b8109dad11d180b400c04fd430c8"),
    ),
    ({"type": "string", "contentEncoding": "base64"}, {}, "BLOB", "AAEC/w==", b"\x00\x01\x02\xff"),
    ({"type": "string", "contentEncoding": "base16", "maxLength": 8}, {}, "RAW(4)", "00ff", b"\x00\xff"),
    ({"type": "boolean"}, {}, "NUMBER(1,0)", True, 1),
    ({"type": "boolean"}, {"boolean_type": "boolean"}, "BOOLEAN", False, False),
    ({"type": "string", "format": "date"}, {}, "DATE", "2024-02-29", datetime(2024, 2, 29)),  # noqa: DTZ001 - a DATE
    (
        {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]},
        {"datetime_type": "timestamp"},
        "TIMESTAMP(6)",
        "2024-02-29T01:00:00.5+01:00",
        datetime(2024, 2, 29, 0, 0, 0, 500_000),  # noqa: DTZ001 - a TIMESTAMP
    ),
    ({"$ref": "#/definitions/amount"}, {}, "NUMBER(9,2)", 1.25, Decimal("1.25")),
    ({"type": "object"}, {"json_type": "json"}, "JSON", {"a": [1, None]}, {"a": [1, None]}),
    ({}, {}, "CLOB", [1, "x"], '[1, "x"]'),
    ({"type": "string", "x-sql-datatype": "jsonb"}, {}, "VARCHAR2(4000 CHAR)", "x", "x"),
]
DEFINITIONS = {"amount": {"allOf": [{"type": "number"}, {"multipleOf": 0.01, "minimum": 0, "maximum": 9999999}]}}


@pytest.mark.parametrize(("form", "settings", "column", "sent", "stored"), CASES, ids=str)
def test_value_arrives_in_the_column_that_its_schema_asks_for(
    form: dict[str, Any],
    settings: dict[str, Any],
    column: str,
    sent: Any,  # noqa: ANN401 - a JSON value
    stored: Any,  # noqa: ANN401 - what the driver gives
    target: Target,
    database: Database,
) -> None:
    message = schema("t", {"id": {"type": "integer"}, "v": form}, ["id"])
    message["schema"]["definitions"] = DEFINITIONS

    finished = target.load([message, record("t", {"id": 1, "v": sent}), record("t", {"id": 2, "v": None})], **settings)

    assert finished.exit_code == 0, finished.stderr
    assert column_type(database) == column
    with database.connection.cursor() as cursor:
        cursor.execute("SELECT V FROM T ORDER BY ID", fetch_lobs=False, fetch_decimals=True)
        read = [value for (value,) in cursor]
    assert read == [stored, None]
    assert type(read[0]) is type(stored) or not isinstance(stored, date | bytes | bool)


def column_type(database: Database) -> str:
    ((name, size, used, length, precision, scale),) = database.rows(
        "SELECT DATA_TYPE, CHAR_LENGTH, CHAR_USED, DATA_LENGTH, DATA_PRECISION, DATA_SCALE FROM USER_TAB_COLUMNS "
        "WHERE TABLE_NAME = 'T' AND COLUMN_NAME = 'V'"
    )
    match name:
        case "VARCHAR2":
            return f"{name}({size} {'CHAR' if used == 'C' else 'BYTE'})"
        case "RAW":
            return f"RAW({length})"
        case "NUMBER" if precision is not None:
            return f"NUMBER({precision},{scale})"
        case _:
            return str(name)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"boolean_type": "flag"}, "boolean_type: must be 'number' or 'boolean'"),
        ({"json_type": 1}, "json_type: must be"),
    ],
)
def test_choice_that_does_not_exist_is_refused(settings: dict[str, Any], message: str, target: Target) -> None:
    finished = target.load([], **settings)

    assert finished.exit_code == 2
    assert message in finished.error
