"""Partitioned tables: where rows go, what is refused, and what ALTER TABLE does to partitions."""

import datetime as dt

import oracledb
import pytest

from oracle_server import Account
from statements import code_of, rows

_NAMES = "SELECT partition_name FROM user_tab_partitions WHERE table_name = 'T' ORDER BY partition_position"


@pytest.fixture
def by_range(cursor: oracledb.Cursor) -> oracledb.Cursor:
    """LOW below 10, MIDDLE below 20, HIGH the rest; rows 1, 11, 12 and 25."""
    cursor.execute(
        "CREATE TABLE t (i NUMBER, s VARCHAR2(5)) PARTITION BY RANGE (i) (PARTITION low VALUES LESS THAN (10),"
        " PARTITION middle VALUES LESS THAN (20), PARTITION high VALUES LESS THAN (MAXVALUE))"
    )
    cursor.executemany("INSERT INTO t VALUES (:1, :2)", [(1, "a"), (11, "b"), (12, "c"), (25, "d")])
    cursor.connection.commit()
    return cursor


@pytest.fixture
def by_month(cursor: oracledb.Cursor) -> oracledb.Cursor:
    """A table with a partition for each month from 2000 on."""
    cursor.execute(
        "CREATE TABLE t (d DATE, i NUMBER) PARTITION BY RANGE (d) INTERVAL (NUMTOYMINTERVAL(1, 'MONTH'))"
        " (PARTITION p0 VALUES LESS THAN (DATE '2000-01-01'))"
    )
    return cursor


def test_a_partition_is_read_alone(by_range: oracledb.Cursor) -> None:
    """SQL Language Reference, SELECT, partition_extension_clause."""
    assert rows(by_range, "SELECT i FROM t PARTITION (middle) ORDER BY i") == [(11,), (12,)]
    assert rows(by_range, "SELECT t.s FROM t PARTITION (high)") == [("d",)]
    assert rows(by_range, "SELECT COUNT(*) FROM t") == [(4,)]
    assert code_of(by_range, "SELECT i FROM t PARTITION (nope)") == "ORA-02149"


def test_the_columns_of_a_partition_are_described_like_the_tables(by_range: oracledb.Cursor) -> None:
    """SQL Language Reference, partition_extension_clause."""
    by_range.execute("SELECT i, s FROM t PARTITION (low)")

    assert [(column.name, column.type, column.internal_size) for column in by_range.description] == [
        ("I", oracledb.DB_TYPE_NUMBER, None),
        ("S", oracledb.DB_TYPE_VARCHAR, 5),
    ]


def test_dml_touches_one_partition_alone(by_range: oracledb.Cursor) -> None:
    """SQL Language Reference, INSERT, UPDATE, DELETE: partition_extension_clause; Error Messages, ORA-14401."""
    by_range.execute("INSERT INTO t PARTITION (low) VALUES (2, 'new')")
    by_range.execute("UPDATE t PARTITION (middle) SET s = 'x'")
    by_range.execute("DELETE FROM t PARTITION (high)")

    assert rows(by_range, "SELECT i, s FROM t ORDER BY i") == [(1, "a"), (2, "new"), (11, "x"), (12, "x")]
    assert code_of(by_range, "INSERT INTO t PARTITION (low) VALUES (15, 'x')") == "ORA-14401"


def test_null_goes_above_all_values(by_range: oracledb.Cursor) -> None:
    """VLDB and Partitioning Guide, range partitioning: MAXVALUE is above NULL."""
    by_range.execute("INSERT INTO t VALUES (NULL, 'n')")

    assert rows(by_range, "SELECT s FROM t PARTITION (high) ORDER BY s") == [("d",), ("n",)]


@pytest.mark.parametrize("value", ["30", "NULL"])
def test_a_row_without_a_partition_is_refused(cursor: oracledb.Cursor, value: str) -> None:
    """Error Messages, ORA-14400."""
    cursor.execute("CREATE TABLE t (i NUMBER) PARTITION BY RANGE (i) (PARTITION p VALUES LESS THAN (10))")

    assert code_of(cursor, f"INSERT INTO t VALUES ({value})") == "ORA-14400"
    assert rows(cursor, "SELECT COUNT(*) FROM t") == [(0,)]


def test_a_row_leaves_its_partition_only_where_movement_is_enabled(by_range: oracledb.Cursor) -> None:
    """Error Messages, ORA-14402; SQL Language Reference, row_movement_clause."""
    assert code_of(by_range, "UPDATE t SET i = 15 WHERE i = 1") == "ORA-14402"
    by_range.execute("UPDATE t SET i = 5 WHERE i = 1")
    by_range.execute("ALTER TABLE t ENABLE ROW MOVEMENT")
    by_range.execute("UPDATE t SET i = 15 WHERE i = 5")

    assert rows(by_range, "SELECT i FROM t PARTITION (middle) ORDER BY i") == [(11,), (12,), (15,)]


def test_a_merge_that_moves_a_row_is_refused(by_range: oracledb.Cursor) -> None:
    """Error Messages, ORA-14402."""
    merge = "MERGE INTO t USING (SELECT 'a' s FROM dual) x ON (t.s = x.s) WHEN MATCHED THEN UPDATE SET t.i = 99"

    assert code_of(by_range, merge) == "ORA-14402"


def test_a_key_of_two_columns_compares_the_second_where_the_first_is_equal(cursor: oracledb.Cursor) -> None:
    """VLDB and Partitioning Guide, multicolumn range partitioning."""
    cursor.execute(
        "CREATE TABLE t (y NUMBER, m NUMBER) PARTITION BY RANGE (y, m) (PARTITION a VALUES LESS THAN (2024, 7),"
        " PARTITION b VALUES LESS THAN (2025, MAXVALUE))"
    )
    cursor.executemany("INSERT INTO t VALUES (:1, :2)", [(2024, 6), (2024, 7), (2025, 99), (2023, 12)])

    assert rows(cursor, "SELECT * FROM t PARTITION (a) ORDER BY 1, 2") == [(2023, 12), (2024, 6)]
    assert code_of(cursor, "INSERT INTO t VALUES (2026, 1)") == "ORA-14400"


def test_an_interval_makes_partitions_as_rows_come(by_month: oracledb.Cursor) -> None:
    """VLDB and Partitioning Guide, interval partitioning; Database Reference, ALL_TAB_PARTITIONS."""
    days = [dt.date(2024, 3, 31), dt.date(2024, 3, 1), dt.date(2024, 1, 15), dt.date(1999, 5, 5)]
    by_month.executemany("INSERT INTO t VALUES (:1, :2)", [(day, place) for place, day in enumerate(days)])

    found = rows(
        by_month, "SELECT high_value, interval, partition_position FROM user_tab_partitions ORDER BY partition_position"
    )
    bound = "TO_DATE(' {} 00:00:00', 'SYYYY-MM-DD HH24:MI:SS', 'NLS_CALENDAR=GREGORIAN')"
    assert found == [
        (bound.format("2000-01-01"), "NO", 1),
        (bound.format("2024-02-01"), "YES", 2),
        (bound.format("2024-04-01"), "YES", 3),
    ]
    names = [name for (name,) in rows(by_month, _NAMES)]
    assert names[0] == "P0"
    assert all(name.startswith("SYS_P") for name in names[1:])
    assert rows(by_month, f"SELECT i FROM t PARTITION ({names[2]}) ORDER BY i") == [(0,), (1,)]


def test_partitions_of_an_interval_are_made_by_other_sessions_too(by_month: oracledb.Cursor, account: Account) -> None:
    """VLDB and Partitioning Guide, interval partitioning."""
    insert = "INSERT INTO t VALUES (DATE '2024-03-05', 1)"
    by_month.execute(insert)
    with account.connect() as other, other.cursor() as cursor:
        cursor.execute(insert)
        other.commit()
    by_month.connection.commit()

    assert rows(by_month, "SELECT COUNT(*) FROM user_tab_partitions") == [(2,)]
    assert rows(by_month, "SELECT COUNT(*) FROM t") == [(2,)]


@pytest.mark.parametrize(
    ("column_type", "interval", "bound", "value", "high_value"),
    [
        ("NUMBER", "10", "0", "25", "30"),
        ("DATE", "NUMTODSINTERVAL(1, 'DAY')", "DATE '2024-01-01'", "DATE '2024-02-29'", "2024-03-01"),
        ("TIMESTAMP", "NUMTODSINTERVAL(7, 'DAY')", "DATE '2024-01-01'", "DATE '2024-01-15'", "2024-01-22"),
        ("DATE", "NUMTOYMINTERVAL(1, 'YEAR')", "DATE '2020-06-01'", "DATE '2024-05-31'", "2024-06-01"),
    ],
)
def test_intervals_count_from_the_last_range_partition(
    cursor: oracledb.Cursor, column_type: str, interval: str, bound: str, value: str, high_value: str
) -> None:
    """VLDB and Partitioning Guide, interval partitioning: the transition point."""
    cursor.execute(
        f"CREATE TABLE t (k {column_type}) PARTITION BY RANGE (k) INTERVAL ({interval})"
        f" (PARTITION p0 VALUES LESS THAN ({bound}))"
    )
    cursor.execute(f"INSERT INTO t VALUES ({value})")

    assert high_value in str(rows(cursor, "SELECT high_value FROM user_tab_partitions WHERE interval = 'YES'")[0][0])


def test_null_has_no_partition_of_an_interval(by_month: oracledb.Cursor) -> None:
    """Error Messages, ORA-14400."""
    assert code_of(by_month, "INSERT INTO t VALUES (NULL, 1)") == "ORA-14400"


def test_a_list_knows_values_null_and_the_rest(cursor: oracledb.Cursor) -> None:
    """VLDB and Partitioning Guide, list partitioning."""
    cursor.execute(
        "CREATE TABLE t (r VARCHAR2(5)) PARTITION BY LIST (r) (PARTITION eu VALUES ('DE', 'FR'),"
        " PARTITION none VALUES (NULL), PARTITION others VALUES (DEFAULT))"
    )
    cursor.executemany("INSERT INTO t VALUES (:1)", [("DE",), ("FR",), (None,), ("US",)])

    counts = [rows(cursor, f"SELECT COUNT(*) FROM t PARTITION ({name})")[0][0] for name in ("eu", "none", "others")]
    assert counts == [2, 1, 1]
    assert rows(cursor, "SELECT high_value FROM user_tab_partitions ORDER BY partition_position") == [
        ("'DE', 'FR'",),
        ("NULL",),
        ("DEFAULT",),
    ]


def test_an_automatic_list_makes_a_partition_for_each_new_value(cursor: oracledb.Cursor) -> None:
    """VLDB and Partitioning Guide, automatic list partitioning."""
    cursor.execute("CREATE TABLE t (r VARCHAR2(5)) PARTITION BY LIST (r) AUTOMATIC (PARTITION none VALUES (NULL))")
    cursor.executemany("INSERT INTO t VALUES (:1)", [("b",), ("a",), ("b",), (None,)])

    assert rows(cursor, "SELECT high_value FROM user_tab_partitions ORDER BY partition_position") == [
        ("NULL",),
        ("'b'",),
        ("'a'",),
    ]
    assert rows(cursor, "SELECT autolist FROM user_part_tables") == [("YES",)]


def test_hash_partitions_are_counted_and_named_by_the_server(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, hash_partitions_by_quantity; Database Reference, ALL_PART_TABLES."""
    cursor.execute("CREATE TABLE t (i NUMBER) PARTITION BY HASH (i) PARTITIONS 4")
    cursor.execute("INSERT INTO t VALUES (1)")

    assert rows(cursor, "SELECT partitioning_type, partition_count FROM user_part_tables") == [("HASH", 4)]
    assert rows(cursor, "SELECT COUNT(DISTINCT partition_name) FROM user_tab_partitions") == [(4,)]
    assert rows(cursor, "SELECT * FROM t") == [(1,)]


@pytest.mark.standin_only("Oracle does not tell which rows a hash partition has")
def test_a_hash_partition_alone_is_unsupported_and_named(cursor: oracledb.Cursor) -> None:
    """What the stand-in refuses."""
    cursor.execute("CREATE TABLE t (i NUMBER) PARTITION BY HASH (i) (PARTITION a, PARTITION b)")
    cursor.execute("INSERT INTO t VALUES (1)")

    assert code_of(cursor, "SELECT * FROM t PARTITION (a)") == "ORA-03001"
    assert code_of(cursor, "ALTER TABLE t TRUNCATE PARTITION a") == "ORA-03001"


def test_the_dictionary_shows_how_a_table_is_partitioned(by_month: oracledb.Cursor) -> None:
    """Database Reference, ALL_PART_TABLES, ALL_PART_KEY_COLUMNS, ALL_TABLES."""
    assert rows(by_month, "SELECT partitioning_type, interval, autolist FROM user_part_tables") == [
        ("RANGE", "NUMTOYMINTERVAL(1, 'MONTH')", "NO")
    ]
    assert rows(by_month, "SELECT name, object_type, column_name, column_position FROM user_part_key_columns") == [
        ("T", "TABLE", "D", 1)
    ]
    assert rows(by_month, "SELECT partitioned, tablespace_name, compression, segment_created FROM user_tables") == [
        ("YES", None, None, "N/A")
    ]


@pytest.mark.parametrize(
    ("clause", "code"),
    [
        ("RANGE (nope) (PARTITION p VALUES LESS THAN (1))", "ORA-00904"),
        ("RANGE (c) (PARTITION p VALUES LESS THAN ('a'))", "ORA-14135"),
        ("RANGE (i) (PARTITION p VALUES LESS THAN (10), PARTITION q VALUES LESS THAN (10))", "ORA-14037"),
        ("RANGE (i) (PARTITION p VALUES LESS THAN (10), PARTITION p VALUES LESS THAN (20))", "ORA-14013"),
        ("RANGE (i) (PARTITION p VALUES LESS THAN (1, 2))", "ORA-14017"),
        ("RANGE (i, j) (PARTITION p VALUES LESS THAN (1))", "ORA-14018"),
        ("RANGE (i) (PARTITION p)", "ORA-14007"),
        ("RANGE (i) INTERVAL (1) (PARTITION p VALUES LESS THAN (MAXVALUE))", "ORA-14761"),
        ("RANGE (i, j) INTERVAL (1) (PARTITION p VALUES LESS THAN (1, 1))", "ORA-14750"),
        ("RANGE (s) INTERVAL (1) (PARTITION p VALUES LESS THAN ('a'))", "ORA-14751"),
        ("RANGE (i) INTERVAL (NUMTODSINTERVAL(1, 'DAY')) (PARTITION p VALUES LESS THAN (1))", "ORA-14752"),
        ("LIST (s) (PARTITION p VALUES ('a'), PARTITION q VALUES ('b', 'a'))", "ORA-14312"),
        ("LIST (s) AUTOMATIC (PARTITION p VALUES (DEFAULT))", "ORA-14851"),
        ("MAGIC (i)", "ORA-14151"),
    ],
)
def test_a_wrong_scheme_is_refused(cursor: oracledb.Cursor, clause: str, code: str) -> None:
    """SQL Language Reference, table_partitioning_clauses; Error Messages."""
    assert code_of(cursor, f"CREATE TABLE t (i NUMBER, j NUMBER, s VARCHAR2(5), c CLOB) PARTITION BY {clause}") == code


def test_a_partition_is_added_above_the_others(cursor: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, add_range_partition_clause; Error Messages, ORA-14074."""
    cursor.execute("CREATE TABLE t (i NUMBER) PARTITION BY RANGE (i) (PARTITION a VALUES LESS THAN (10))")
    cursor.execute("ALTER TABLE t ADD PARTITION b VALUES LESS THAN (20)")
    cursor.execute("INSERT INTO t VALUES (15)")

    assert rows(cursor, _NAMES) == [("A",), ("B",)]
    assert code_of(cursor, "ALTER TABLE t ADD PARTITION c VALUES LESS THAN (15)") == "ORA-14074"
    assert code_of(cursor, "ALTER TABLE t ADD PARTITION b VALUES LESS THAN (30)") == "ORA-14013"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("ADD PARTITION x VALUES LESS THAN (DATE '2030-01-01')", "ORA-14760"),
        ("DROP PARTITION p0", "ORA-14083"),
        ("DROP PARTITION nope", "ORA-02149"),
        ("MODIFY d TIMESTAMP", "ORA-14060"),
        ("DROP COLUMN d", "ORA-12984"),
        ("MOVE", "ORA-14511"),
    ],
)
def test_a_partitioned_table_refuses_some_changes(by_month: oracledb.Cursor, change: str, code: str) -> None:
    """SQL Language Reference, alter_table_partitioning; Error Messages."""
    assert code_of(by_month, f"ALTER TABLE t {change}") == code


def test_the_last_range_partition_of_an_interval_stays(by_month: oracledb.Cursor) -> None:
    """Error Messages, ORA-14758."""
    by_month.execute("INSERT INTO t VALUES (DATE '2024-01-01', 1)")

    assert code_of(by_month, "ALTER TABLE t DROP PARTITION p0") == "ORA-14758"


def test_a_dropped_partition_goes_with_its_rows(by_range: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, drop_table_partition."""
    by_range.execute("ALTER TABLE t DROP PARTITION middle")
    by_range.execute("INSERT INTO t VALUES (13, 'z')")

    assert rows(by_range, "SELECT i FROM t ORDER BY i") == [(1,), (13,), (25,)]
    assert rows(by_range, "SELECT i FROM t PARTITION (high) ORDER BY i") == [(13,), (25,)]


@pytest.mark.parametrize("chosen", ["middle", "FOR (14)"])
def test_a_partition_is_truncated_alone(by_range: oracledb.Cursor, chosen: str) -> None:
    """SQL Language Reference, ALTER TABLE, truncate_partition_subpart."""
    by_range.execute(f"ALTER TABLE t TRUNCATE PARTITION {chosen}")
    by_range.connection.rollback()

    assert rows(by_range, "SELECT i FROM t ORDER BY i") == [(1,), (25,)]
    assert rows(by_range, _NAMES) == [("LOW",), ("MIDDLE",), ("HIGH",)]


def test_a_partition_is_renamed(by_range: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, rename_partition_subpart."""
    by_range.execute("ALTER TABLE t RENAME PARTITION middle TO centre")

    assert rows(by_range, "SELECT COUNT(*) FROM t PARTITION (centre)") == [(2,)]
    assert code_of(by_range, "SELECT COUNT(*) FROM t PARTITION (middle)") == "ORA-02149"


def test_columns_of_a_partitioned_table_change_like_others(by_range: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, column_clauses."""
    by_range.execute("ALTER TABLE t ADD x NUMBER DEFAULT 1")
    by_range.execute("ALTER TABLE t MODIFY s VARCHAR2(50)")
    by_range.execute("ALTER TABLE t RENAME COLUMN i TO k")
    by_range.execute("ALTER TABLE t DROP COLUMN s")
    by_range.execute("RENAME t TO u")

    assert rows(by_range, "SELECT k, x FROM u PARTITION (low)") == [(1, 1)]
    assert rows(by_range, "SELECT column_name FROM user_part_key_columns") == [("K",)]


def test_global_indexes_are_unusable_after_partitions_have_gone(by_range: oracledb.Cursor) -> None:
    """SQL Language Reference, ALTER TABLE, update_index_clauses; Error Messages, ORA-01502."""
    by_range.execute("ALTER TABLE t ADD CONSTRAINT t_pk PRIMARY KEY (s)")
    by_range.execute("ALTER TABLE t TRUNCATE PARTITION middle UPDATE GLOBAL INDEXES")
    by_range.execute("INSERT INTO t VALUES (2, 'e')")
    by_range.execute("ALTER TABLE t TRUNCATE PARTITION high")

    assert rows(by_range, "SELECT status FROM user_indexes") == [("UNUSABLE",)]
    assert code_of(by_range, "INSERT INTO t VALUES (3, 'f')") == "ORA-01502"


def test_a_local_index_has_a_part_for_each_partition(by_range: oracledb.Cursor) -> None:
    """Database Reference, ALL_PART_INDEXES, ALL_IND_PARTITIONS."""
    by_range.execute("CREATE INDEX t_s ON t (s) LOCAL")

    assert rows(by_range, "SELECT index_name, status, partitioned FROM user_indexes") == [("T_S", "N/A", "YES")]
    assert rows(by_range, "SELECT locality, alignment FROM user_part_indexes") == [("LOCAL", "NON_PREFIXED")]
    assert rows(by_range, "SELECT partition_name, status FROM user_ind_partitions ORDER BY partition_position") == [
        ("LOW", "USABLE"),
        ("MIDDLE", "USABLE"),
        ("HIGH", "USABLE"),
    ]
    assert code_of(by_range, "ALTER INDEX t_s REBUILD") == "ORA-14086"


def test_a_unique_local_index_needs_the_partitioning_columns(by_range: oracledb.Cursor) -> None:
    """Error Messages, ORA-14039 and ORA-14016."""
    by_range.execute("CREATE TABLE plain (i NUMBER)")

    assert code_of(by_range, "CREATE UNIQUE INDEX t_s ON t (s) LOCAL") == "ORA-14039"
    assert code_of(by_range, "CREATE INDEX plain_i ON plain (i) LOCAL") == "ORA-14016"
    by_range.execute("CREATE UNIQUE INDEX t_si ON t (s, i) LOCAL")


@pytest.fixture
def exchange(by_range: oracledb.Cursor) -> oracledb.Cursor:
    """A table X made for exchange with T, with rows 13 and 14."""
    by_range.execute("CREATE TABLE x FOR EXCHANGE WITH TABLE t")
    by_range.executemany("INSERT INTO x VALUES (:1, 'x')", [(13,), (14,)])
    return by_range


@pytest.mark.parametrize("options", ["", "INCLUDING INDEXES WITHOUT VALIDATION", "EXCLUDING INDEXES WITH VALIDATION"])
def test_rows_of_a_partition_and_of_a_table_change_places(exchange: oracledb.Cursor, options: str) -> None:
    """VLDB and Partitioning Guide, exchanging partitions."""
    exchange.execute(f"ALTER TABLE t EXCHANGE PARTITION middle WITH TABLE x {options}")

    assert rows(exchange, "SELECT i FROM t ORDER BY i") == [(1,), (13,), (14,), (25,)]
    assert rows(exchange, "SELECT i, s FROM x ORDER BY i") == [(11, "b"), (12, "c")]


def test_a_partition_is_exchanged_by_one_of_its_values(exchange: oracledb.Cursor) -> None:
    """SQL Language Reference, partition_extended_name: PARTITION FOR."""
    exchange.execute("ALTER TABLE t EXCHANGE PARTITION FOR (19) WITH TABLE x UPDATE GLOBAL INDEXES")

    assert rows(exchange, "SELECT i FROM t PARTITION (middle) ORDER BY i") == [(13,), (14,)]


@pytest.mark.parametrize(
    ("preparation", "code"),
    [
        ("INSERT INTO x VALUES (99, 'x')", "ORA-14099"),
        ("ALTER TABLE x ADD more NUMBER", "ORA-14096"),
        ("ALTER TABLE x MODIFY s VARCHAR2(50)", "ORA-14097"),
        ("ALTER TABLE x ADD UNIQUE (i)", "ORA-14130"),
        ("CREATE INDEX x_s ON x (s)", "ORA-14098"),
    ],
)
def test_tables_that_do_not_match_are_not_exchanged(exchange: oracledb.Cursor, preparation: str, code: str) -> None:
    """VLDB and Partitioning Guide, requirements for partition exchange; Error Messages."""
    exchange.execute(preparation)

    assert code_of(exchange, "ALTER TABLE t EXCHANGE PARTITION middle WITH TABLE x INCLUDING INDEXES") == code
    assert rows(exchange, "SELECT COUNT(*) FROM t PARTITION (middle)") == [(2,)]


def test_a_partitioned_table_is_not_exchanged_with_another_one(by_range: oracledb.Cursor) -> None:
    """Error Messages, ORA-14095."""
    by_range.execute(
        "CREATE TABLE x (i NUMBER, s VARCHAR2(5)) PARTITION BY RANGE (i) (PARTITION p VALUES LESS THAN (99))"
    )

    assert code_of(by_range, "ALTER TABLE t EXCHANGE PARTITION middle WITH TABLE x") == "ORA-14095"


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["CREATE TABLE t (id NUMBER, d DATE, PRIMARY KEY (id) USING INDEX LOCAL){}"], "ORA-14039"),
        (["CREATE TABLE t (id NUMBER, d DATE){}", "ALTER TABLE t ADD PRIMARY KEY (id) USING INDEX LOCAL"], "ORA-14039"),
        (["CREATE TABLE t (id NUMBER, d DATE)", "ALTER TABLE t ADD PRIMARY KEY (id) USING INDEX LOCAL"], "ORA-14016"),
        (["CREATE TABLE t (id NUMBER, d DATE, PRIMARY KEY (id, d) USING INDEX LOCAL){}"], ""),
    ],
)
def test_a_local_index_of_a_key_has_the_partitioning_columns(
    cursor: oracledb.Cursor, statements: list[str], code: str
) -> None:
    """Error Messages, ORA-14039 and ORA-14016."""
    partitions = " PARTITION BY RANGE (d) (PARTITION p VALUES LESS THAN (DATE '2030-01-01'))"
    found = ""
    for statement in statements:
        try:
            cursor.execute(statement.format(partitions))
        except oracledb.DatabaseError as error:
            found = error.args[0].full_code
    assert found == code
