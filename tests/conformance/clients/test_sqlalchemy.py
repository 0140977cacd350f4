"""SQLAlchemy's Oracle dialect, unmodified: it creates, loads, queries and reflects."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
import sqlalchemy as sa

from oracle_server import Account

METADATA = sa.MetaData()
PARENTS = sa.Table(
    "parents",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(20), nullable=False, comment="what it is called"),
    comment="those that have children",
)
CHILDREN = sa.Table(
    "children",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("parent_id", sa.ForeignKey("parents.id", name="children_parent")),
    sa.Column("amount", sa.Numeric(12, 2)),
    sa.Column("at", sa.DateTime),
    sa.Column("note", sa.Text),
    sa.Column("share", sa.Float),
    sa.Column("is_done", sa.Boolean),
    sa.Column("large", sa.BigInteger),
    sa.Column("content", sa.LargeBinary),
    sa.UniqueConstraint("amount", "large", name="children_amount"),
    sa.Index("children_at", "at"),
)
ROW = {
    "id": 10,
    "parent_id": 1,
    "amount": Decimal("1.25"),
    "at": dt.datetime(2024, 1, 31, 10, 20, 30),  # noqa: DTZ001 - a DATE has no zone
    "note": "näh " * 2000,
    "share": 0.5,
    "is_done": True,
    "large": 2**40,
    "content": b"\x00\xff",
}


@pytest.fixture
def engine(account: Account) -> Iterator[sa.Engine]:
    """An engine whose user has the tables, with two parents."""
    address, _, service_name = account.dsn.partition("/")
    host, _, port = address.partition(":")
    url = sa.URL.create(
        "oracle+oracledb", account.user, account.password, host, int(port), query={"service_name": service_name}
    )
    engine = sa.create_engine(url)
    METADATA.create_all(engine)
    with engine.begin() as connection:
        connection.execute(PARENTS.insert(), [{"id": 1, "name": "one"}, {"id": 2, "name": "two"}])
    yield engine
    engine.dispose()


def rows(engine: sa.Engine, statement: sa.Executable) -> list[tuple[object, ...]]:
    with engine.begin() as connection:
        return [tuple(row) for row in connection.execute(statement)]


def test_values_of_each_generic_type_come_back(engine: sa.Engine) -> None:
    """SQLAlchemy documentation, "Generic types"; Oracle dialect."""
    with engine.begin() as connection:
        connection.execute(CHILDREN.insert(), ROW)

    assert rows(engine, sa.select(CHILDREN)) == [tuple(ROW.values())]


def test_queries_are_limited_joined_and_aggregated(engine: sa.Engine) -> None:
    """SQLAlchemy documentation, Oracle dialect: "LIMIT/OFFSET/FETCH Support"."""
    with engine.begin() as connection:
        connection.execute(CHILDREN.insert(), [ROW, {**ROW, "id": 11, "amount": Decimal(2)}])
    ordered = sa.select(PARENTS.c.name).order_by(PARENTS.c.id)
    joined = sa.select(PARENTS.c.name, sa.func.sum(CHILDREN.c.amount)).outerjoin(CHILDREN).group_by(PARENTS.c.name)

    assert rows(engine, ordered.limit(1).offset(1)) == [("two",)]
    assert rows(engine, joined.order_by(PARENTS.c.name)) == [("one", Decimal("3.25")), ("two", None)]


def test_rows_are_updated_deleted_and_returned(engine: sa.Engine) -> None:
    """SQLAlchemy documentation, Oracle dialect: "RETURNING Support"."""
    changed = PARENTS.update().where(PARENTS.c.id == 2).values(name="zwei")
    with engine.begin() as connection:
        assert connection.execute(changed).rowcount == 1
        new = connection.execute(PARENTS.insert().returning(PARENTS.c.id, PARENTS.c.name), {"id": 3, "name": "three"})
        assert new.fetchall() == [(3, "three")]
        assert connection.execute(PARENTS.delete().where(PARENTS.c.id == 1)).rowcount == 1

    assert rows(engine, sa.select(PARENTS).order_by(PARENTS.c.id)) == [(2, "zwei"), (3, "three")]


def test_a_failed_transaction_leaves_nothing(engine: sa.Engine) -> None:
    """SQLAlchemy documentation, "Working with Engines and Connections": begin once."""
    with engine.connect() as connection:
        connection.execute(PARENTS.insert(), {"id": 3, "name": "three"})
        with pytest.raises(sa.exc.IntegrityError):
            connection.execute(PARENTS.insert(), {"id": 1, "name": "again"})

    assert rows(engine, sa.select(sa.func.count()).select_from(PARENTS)) == [(2,)]


def test_tables_are_found(engine: sa.Engine) -> None:
    """SQLAlchemy documentation, Inspector."""
    inspector = sa.inspect(engine)

    assert sorted(inspector.get_table_names()) == ["children", "parents"]
    assert inspector.has_table("parents")
    assert not inspector.has_table("nothing")
    assert inspector.get_view_names() == []


def test_columns_are_reflected_with_their_types(engine: sa.Engine) -> None:
    """SQLAlchemy documentation, Inspector.get_columns()."""
    columns = sa.inspect(engine).get_columns("children")

    assert [column["name"] for column in columns] == list(ROW)
    assert [column["nullable"] for column in columns] == [False] + [True] * 8
    assert repr(columns[2]["type"]).startswith("NUMBER(precision=12, scale=2")
    assert type(columns[4]["type"]).__name__ == "CLOB"
    assert sa.inspect(engine).get_columns("parents")[1]["type"].length == 20


def test_keys_indexes_and_comments_are_reflected(engine: sa.Engine) -> None:
    """SQLAlchemy documentation, Inspector."""
    inspector = sa.inspect(engine)
    foreign = inspector.get_foreign_keys("children")
    unique = {(index["name"], tuple(index["column_names"])) for index in inspector.get_indexes("children")}

    assert inspector.get_pk_constraint("children")["constrained_columns"] == ["id"]
    assert [(key["name"], key["referred_table"], key["referred_columns"]) for key in foreign] == [
        ("children_parent", "parents", ["id"])
    ]
    assert unique == {("children_amount", ("amount", "large")), ("children_at", ("at",))}
    assert inspector.get_table_comment("parents") == {"text": "those that have children"}
    assert inspector.get_columns("parents")[1]["comment"] == "what it is called"


def test_a_whole_schema_is_reflected_and_dropped(engine: sa.Engine) -> None:
    """SQLAlchemy documentation, "Reflecting Database Objects"."""
    reflected = sa.MetaData()
    reflected.reflect(engine)

    assert sorted(reflected.tables) == ["children", "parents"]
    reflected.drop_all(engine)
    assert sa.inspect(engine).get_table_names() == []


def test_indexes_of_expressions_and_with_compressed_prefixes_are_reflected(engine: sa.Engine) -> None:
    """SQLAlchemy documentation, Oracle, "Table and Index Options"."""
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE INDEX upper_name ON parents (UPPER(name), id DESC)")
        connection.exec_driver_sql("CREATE INDEX short_names ON parents (name, id) COMPRESS")

    found = {index["name"]: index for index in sa.inspect(engine).get_indexes("parents")}
    assert found["upper_name"]["expressions"] == ['UPPER("NAME")', '"ID"']
    assert found["upper_name"]["column_sorting"] == {'"ID"': ("desc",)}
    assert found["short_names"]["dialect_options"] == {"oracle_compress": 2}


def test_text_of_fixed_length_is_found_without_its_blanks(engine: sa.Engine) -> None:
    """SQL Language Reference, "Blank-Padded and Nonpadded Comparison Semantics": SQLAlchemy binds a CHAR."""
    codes = sa.Table("codes", sa.MetaData(), sa.Column("code", sa.CHAR(5)))
    codes.create(engine)
    with engine.begin() as connection:
        connection.execute(codes.insert(), [{"code": "a"}, {"code": "ab"}])
        found = connection.execute(codes.select().where(codes.c.code == "ab")).all()

    assert found == [("ab   ",)]
