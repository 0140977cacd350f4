"""What tables and columns are called is the user's choice."""

from typing import Any

import pytest

from database import Database
from target import Target, record, schema

PROPERTIES = {"orderId": {"type": "integer"}, "Ship To": {"type": "string"}}


@pytest.mark.parametrize(
    ("stream", "settings", "table", "columns"),
    [
        ("shopOrders", {}, "SHOPORDERS", ["ORDERID", "SHIP_TO"]),
        ("shopOrders", {"identifier_case": "snake"}, "SHOP_ORDERS", ["ORDER_ID", "SHIP_TO"]),
        ("shopOrders", {"identifier_case": "preserve"}, "shopOrders", ["orderId", "Ship To"]),
        ("public-orders", {"stream_name_format": "schema-table"}, "ORDERS", ["ORDERID", "SHIP_TO"]),
        ("db.public.orders", {"stream_name_format": "db.schema.table"}, "ORDERS", ["ORDERID", "SHIP_TO"]),
        ("orders", {"table_name_pattern": "raw_{stream}_t"}, "RAW_ORDERS_T", ["ORDERID", "SHIP_TO"]),
        ("orders", {"table_prefix": "stg_", "table_suffix": "_v1"}, "STG_ORDERS_V1", ["ORDERID", "SHIP_TO"]),
    ],
)
def test_table_and_columns_are_called_as_the_settings_say(
    stream: str, settings: dict[str, Any], table: str, columns: list[str], target: Target, database: Database
) -> None:
    messages = [schema(stream, PROPERTIES, ["orderId"]), record(stream, {"orderId": 1, "Ship To": "Ulm"})]

    finished = target.load(messages, add_record_metadata=False, **settings)

    assert finished.exit_code == 0, finished.stderr
    names = database.rows(f"SELECT COLUMN_NAME FROM USER_TAB_COLUMNS WHERE TABLE_NAME = '{table}' ORDER BY COLUMN_ID")
    assert [name for (name,) in names] == columns
    assert database.rows(f'SELECT * FROM "{table}"') == [(1, "Ulm")]


def test_streams_that_the_settings_bring_to_one_table_are_refused(target: Target, database: Database) -> None:
    messages = [
        schema("a.orders", PROPERTIES, ["orderId"]),
        record("a.orders", {"orderId": 1}),
        schema("b.orders", PROPERTIES, ["orderId"]),
    ]

    finished = target.load(messages, stream_name_format="db.schema.table")

    assert finished.exit_code == 1
    assert "streams 'a.orders' and 'b.orders' would share table" in finished.error
    assert database.rows("SELECT COUNT(*) FROM ORDERS") == [(0,)]


def test_pattern_without_its_place_is_refused(target: Target) -> None:
    finished = target.load([], table_name_pattern="orders")

    assert finished.exit_code == 2
    assert "table_name_pattern: must contain {stream} once" in finished.error
