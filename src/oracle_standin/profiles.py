"""The releases of Oracle Database that the stand-in can behave like, and what each of them has.

Sources: New Features Guides of 18c, 19c, 21c and 23ai; Database Reference, MAX_STRING_SIZE and COMPATIBLE;
python-oracledb, constants.pxi, TNS_CCAP_FIELD_VERSION_*.
"""

from dataclasses import dataclass

Release = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Profile:
    """One release with the settings that a loader can notice.

    Attributes:
        name: What `--profile` and `Standin(profile=...)` take.
        label: The release as banners write it.
        release: VERSION_FULL as numbers.
        field_version: The version of its TTC fields.
        max_string_bytes: The longest VARCHAR2: 4000 or, with MAX_STRING_SIZE=EXTENDED, 32767.
        max_raw_bytes: The longest RAW: 2000 or 32767.
        max_name_bytes: The longest name.
        has_parallel_dml: Whether sessions begin with parallel DML enabled.
    """

    name: str
    label: str
    release: Release
    field_version: int
    max_string_bytes: int = 4_000
    max_raw_bytes: int = 2_000
    max_name_bytes: int = 128
    has_parallel_dml: bool = False

    @property
    def version_full(self) -> str:
        """VERSION_FULL of PRODUCT_COMPONENT_VERSION, and what drivers show as the server's version."""
        return ".".join(map(str, self.release))

    @property
    def version(self) -> str:
        """VERSION of PRODUCT_COMPONENT_VERSION: since 18c without the release update."""
        return f"{self.release[0]}.0.0.0.0" if self.has_full_version else self.version_full

    @property
    def compatible(self) -> str:
        """The parameter COMPATIBLE, which is the release's own."""
        return f"{self.release[0]}.{self.release[1] if self.release < (18,) else 0}.0"

    @property
    def has_full_version(self) -> bool:
        """Whether the dictionary has VERSION_FULL and BANNER_FULL."""
        return self.release >= (18,)

    @property
    def has_private_temporary_tables(self) -> bool:
        """CREATE PRIVATE TEMPORARY TABLE."""
        return self.release >= (18,)

    @property
    def has_json_type(self) -> bool:
        """The data type JSON, with its constructor and JSON_TRANSFORM."""
        return self.release >= (21,)

    @property
    def has_set_operators_all(self) -> bool:
        """EXCEPT, MINUS ALL and INTERSECT ALL."""
        return self.release >= (21,)

    @property
    def has_groups_frames(self) -> bool:
        """Window frames that count groups of peers."""
        return self.release >= (21,)

    @property
    def has_boolean(self) -> bool:
        """The data type BOOLEAN in SQL, with the literals TRUE and FALSE."""
        return self.release >= (23,)

    @property
    def has_vector(self) -> bool:
        """The data type VECTOR."""
        return self.release >= (23,)

    @property
    def has_if_exists(self) -> bool:
        """IF [NOT] EXISTS in DDL."""
        return self.release >= (23,)

    @property
    def has_table_values(self) -> bool:
        """The table value constructor: VALUES with several rows, in INSERT and as a table."""
        return self.release >= (23,)

    @property
    def has_select_without_from(self) -> bool:
        """SELECT without FROM."""
        return self.release >= (23,)

    @property
    def locks_fetched_rows(self) -> bool:
        """FOR UPDATE behind FETCH without ORDER BY and OFFSET, as SQLAlchemy's tests find it."""
        return self.release >= (23,)

    @property
    def has_update_from(self) -> bool:
        """Joins in UPDATE and DELETE: a FROM clause behind SET or the table."""
        return self.release >= (23,)

    @property
    def has_group_by_alias(self) -> bool:
        """Aliases of the select list in GROUP BY and HAVING."""
        return self.release >= (23,)

    @property
    def reads_after_direct_path(self) -> bool:
        """Whether a transaction may read a table that it loaded by direct path; before 23ai that is ORA-12838."""
        return self.release >= (23,)

    @property
    def has_pipelining(self) -> bool:
        """Marks at the end of answers, which pipelining and fast authentication need."""
        return self.release >= (23,)


DEFAULT = Profile("23ai", "23ai", (23, 4, 0, 24, 5), field_version=24)

PROFILES = {
    profile.name: profile
    for profile in (
        # COMPATIBLE below 12.2, as in a database that was upgraded: names stay at 30 bytes
        Profile("12.2", "12c", (12, 2, 0, 1, 0), field_version=8, max_name_bytes=30),
        Profile("19c", "19c", (19, 3, 0, 0, 0), field_version=12),
        Profile("21c", "21c", (21, 3, 0, 0, 0), field_version=16),
        DEFAULT,
        # Autonomous Database, service _high: MAX_STRING_SIZE=EXTENDED, parallel DML from the start
        Profile(
            "adb",
            "19c",
            (19, 3, 0, 0, 0),
            field_version=12,
            max_string_bytes=32_767,
            max_raw_bytes=32_767,
            has_parallel_dml=True,
        ),
    )
}
