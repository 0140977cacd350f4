"""What of the SYS schema depends on the release: the versions in the dictionary, and the limits of functions."""

from oracle_standin.profiles import Profile
from oracle_standin.sql.identifiers import string_literal

_PRODUCT = "oracle_standin over PostgreSQL"
_VIEWS = {
    "V$VERSION": ("BANNER", "BANNER_FULL", "BANNER_LEGACY", "CON_ID"),
    "PRODUCT_COMPONENT_VERSION": ("PRODUCT", "VERSION", "VERSION_FULL", "STATUS"),
}
_SINCE_18C = ("BANNER_FULL", "BANNER_LEGACY", "VERSION_FULL")


def release_sql(profile: Profile) -> str:
    """PostgreSQL's statements that create these functions and views (Database Reference, the views' names)."""
    values = _values(profile)
    views = [_view(name, columns, values, profile) for name, columns in _VIEWS.items()]
    return "".join((
        'SET search_path = "SYS";',
        _constant("profile_name", "text", string_literal(profile.name)),
        _constant("rdbms_version", "text", string_literal(profile.version)),
        _constant("major_release", "int", str(profile.release[0])),
        _constant("max_string_bytes", "int", str(profile.max_string_bytes)),
        *views,
    ))  # fmt: skip


def _values(profile: Profile) -> dict[str, str]:
    banner = f"oracle_standin: not Oracle Database, but a stand-in that behaves like {profile.label}"
    texts = {
        "BANNER": f"{banner} Release {profile.version}",
        "BANNER_FULL": f"{banner} Release {profile.version}\nVersion {profile.version_full}",
        "BANNER_LEGACY": f"{banner} Release {profile.version}",
        "PRODUCT": _PRODUCT,
        "VERSION": profile.version,
        "VERSION_FULL": profile.version_full,
        "STATUS": "Stand-in, not Oracle",
    }
    return {name: f"{string_literal(text)}::text" for name, text in texts.items()} | {"CON_ID": "0::numeric"}


def _view(name: str, columns: tuple[str, ...], values: dict[str, str], profile: Profile) -> str:
    shown = [column for column in columns if profile.has_full_version or column not in _SINCE_18C]
    select_list = ", ".join(f'{values[column]} AS "{column}"' for column in shown)
    return f'CREATE VIEW "{name}" AS SELECT {select_list};'


def _constant(name: str, postgres_type: str, value: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS {postgres_type} LANGUAGE sql IMMUTABLE AS $$ SELECT {value} $$;"
