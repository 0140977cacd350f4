"""What each release has and has not; a stand-in for each profile."""

from collections.abc import Iterator

import oracledb
import pytest

from oracle_standin import Standin

pytestmark = pytest.mark.standin_only("each test chooses its release")
_NAMES = ("12.2", "19c", "21c", "23ai", "adb")


class Release:
    """A session on a stand-in with one profile."""

    def __init__(self, name: str, connection: oracledb.Connection) -> None:
        self.name = name
        self.connection = connection

    def code(self, sql: str) -> str | None:
        """The ORA code of a statement; None when it works."""
        try:
            with self.connection.cursor() as cursor:
                cursor.execute(sql)
        except oracledb.DatabaseError as error:
            return str(error.args[0].full_code)
        return None

    def row(self, sql: str) -> object:
        with self.connection.cursor() as cursor:
            return cursor.execute(sql).fetchone()


@pytest.fixture(scope="module", params=_NAMES)
def release(request: pytest.FixtureRequest) -> Iterator[Release]:
    name = request.param
    with (
        Standin(profile=name) as standin,
        oracledb.connect(user=standin.user, password=standin.password, dsn=standin.dsn) as connection,
    ):
        yield Release(name, connection)


def expected(release: Release, before: str, *, since: str) -> str | None:
    """The code before a release, in the order of _NAMES; adb is a 19c."""
    name = "19c" if release.name == "adb" else release.name
    return before if _NAMES.index(name) < _NAMES.index(since) else None


def test_the_version_is_the_one_of_the_release(release: Release) -> None:
    """python-oracledb API, Connection.version; Database Reference, PRODUCT_COMPONENT_VERSION."""
    first = {"12.2": 12, "19c": 19, "21c": 21, "23ai": 23, "adb": 19}[release.name]

    assert release.connection.version.startswith(f"{first}.")
    assert str(release.row("SELECT version FROM product_component_version")[0]).startswith(f"{first}.")


def test_the_full_version_is_shown_since_18c(release: Release) -> None:
    """Database Reference, PRODUCT_COMPONENT_VERSION: VERSION_FULL."""
    sql = "SELECT version_full FROM product_component_version"
    assert release.code(sql) == ("ORA-00904" if release.name == "12.2" else None)


def test_the_banner_says_that_it_is_not_oracle(release: Release) -> None:
    """The stand-in's own promise."""
    assert "not Oracle Database" in release.row("SELECT banner FROM v$version")[0]


def test_names_are_as_long_as_the_release_allows(release: Release) -> None:
    """Database Object Naming Rules: 128 bytes with COMPATIBLE 12.2 and higher, 30 below."""
    longest = 30 if release.name == "12.2" else 128

    assert release.connection.max_identifier_length == longest
    assert release.code(f"CREATE TABLE {'t' * longest} (n NUMBER)") is None
    assert release.code(f"CREATE TABLE {'t' * (longest + 1)} (n NUMBER)") == "ORA-00972"


def test_strings_are_as_long_as_max_string_size_allows(release: Release) -> None:
    """Database Reference, MAX_STRING_SIZE: 4000 bytes, EXTENDED 32767, as in Autonomous Database."""
    longest = 32_767 if release.name == "adb" else 4_000

    assert release.code(f"CREATE TABLE of_{longest} (v VARCHAR2({longest}))") is None
    assert release.code(f"CREATE TABLE too_long (v VARCHAR2({longest + 1}))") == "ORA-00910"
    assert release.row("SELECT LENGTHB(RPAD('x', 4001, 'x')) FROM dual") == (min(longest, 4_001),)


def test_a_bind_of_the_longest_string_comes_back(release: Release) -> None:
    """Database Reference, MAX_STRING_SIZE."""
    text = "x" * (32_767 if release.name == "adb" else 4_000)
    with release.connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE longest (v VARCHAR2({len(text)}), n NUMBER)")
        cursor.execute("INSERT INTO longest VALUES (:1, :2)", [text, 1])
        assert cursor.execute("SELECT v FROM longest").fetchall() == [(text,)]


@pytest.mark.parametrize(
    ("sql", "before", "since"),
    [
        ("CREATE TABLE booleans (b BOOLEAN)", "ORA-00902", "23ai"),
        ("SELECT 1 FROM dual WHERE TRUE", "ORA-00904", "23ai"),
        ("SELECT 1", "ORA-00923", "23ai"),
        ("CREATE TABLE IF NOT EXISTS if_not_exists (n NUMBER)", "ORA-00922", "23ai"),
        ("DROP TABLE IF EXISTS nowhere", "ORA-00933", "23ai"),
    ],
)
def test_syntax_of_a_later_release_is_not_understood(release: Release, sql: str, before: str, since: str) -> None:
    """New Features Guide 23ai: BOOLEAN, SELECT without FROM, IF [NOT] EXISTS."""
    assert release.code(sql) == expected(release, before, since=since)


def test_several_rows_of_values_need_23ai(release: Release) -> None:
    """SQL Language Reference 23ai, table value constructor."""
    release.code("CREATE TABLE several (n NUMBER)")
    code = release.code("INSERT INTO several VALUES (1), (2)")
    assert code == expected(release, "ORA-00933", since="23ai")


def test_true_is_bound_as_a_number_before_23ai(release: Release) -> None:
    """python-oracledb user guide, "Supported Bind Data Types": bool."""
    with release.connection.cursor() as cursor:
        value = cursor.execute("SELECT :1 FROM dual", [True]).fetchone()[0]
    assert type(value) is (bool if release.name == "23ai" else int)
    assert value == 1


@pytest.mark.parametrize(
    ("sql", "before"),
    [
        ("SELECT 1 FROM dual EXCEPT SELECT 2 FROM dual", "ORA-00933"),
        ("SELECT 1 FROM dual MINUS ALL SELECT 2 FROM dual", "ORA-00928"),
        ("SELECT 1 FROM dual INTERSECT ALL SELECT 1 FROM dual", "ORA-00928"),
        ("SELECT SUM(1) OVER (ORDER BY 1 GROUPS CURRENT ROW) FROM dual", "ORA-00907"),
    ],
)
def test_the_set_operators_and_frames_of_21c_are_unknown_before(release: Release, sql: str, before: str) -> None:
    """SQL Language Reference 21c, "What's New": enhanced set operators and window frames."""
    assert release.code(sql) == expected(release, before, since="21c")


def test_group_by_takes_no_alias_before_23ai(release: Release) -> None:
    """SQL Language Reference 23ai, "SELECT", group_by_clause: column aliases."""
    code = release.code("SELECT dummy AS letter, COUNT(*) FROM dual GROUP BY letter")
    assert code == expected(release, "ORA-00904", since="23ai")


def test_to_number_takes_a_boolean_since_23ai(release: Release) -> None:
    """SQL Language Reference 23ai, TO_NUMBER; before, the driver binds true as 1."""
    with release.connection.cursor() as cursor:
        cursor.execute("SELECT TO_NUMBER(:1), TO_NUMBER(:2) FROM dual", [True, False])
        assert cursor.fetchall() == [(1, 0)]
