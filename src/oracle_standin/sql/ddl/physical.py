"""Parses the physical clauses of tables, indexes and partitions: checked here, shown by the dictionary, without effect.

SQL Language Reference, "physical_attributes_clause", "logging_clause", "parallel_clause", "storage_clause".
"""

from collections.abc import Callable

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.ddl.compression import accept_compression
from oracle_standin.sql.ddl.definitions import Attributes
from oracle_standin.sql.reader import Reader

_MISSING_KEYWORD = "missing keyword"
_STORAGE_SIZES = ("INITIAL", "NEXT", "MINEXTENTS", "MAXEXTENTS", "MAXSIZE", "PCTINCREASE", "FREELISTS")
_STORAGE_WORDS = {
    "BUFFER_POOL": ("KEEP", "RECYCLE", "DEFAULT"),
    "FLASH_CACHE": ("KEEP", "NONE", "DEFAULT"),
    "CELL_FLASH_CACHE": ("KEEP", "NONE", "DEFAULT"),
}


def accept_segment_attribute(reader: Reader, found: Attributes) -> bool:
    """One part of "segment_attributes_clause", if it comes next."""
    if reader.accept("TABLESPACE"):
        _add(reader, found, "TABLESPACE_NAME", reader.name())
    elif reader.accept("NOLOGGING"):
        _add(reader, found, "LOGGING", "NO")
    elif reader.accept("LOGGING"):
        _add(reader, found, "LOGGING", "YES")
    elif reader.accept("STORAGE"):
        _storage(reader)
    else:
        return _accept_number(reader, found)
    return True


def accept_table_attribute(reader: Reader, found: Attributes) -> bool:
    """One of the physical clauses that a table and ALTER TABLE have, if it comes next."""
    return any(accept(reader, found) for accept in _TABLE_ATTRIBUTES)


def accept_parallel(reader: Reader, found: Attributes) -> bool:
    """The parallel_clause, if it comes next."""
    if reader.accept("NOPARALLEL"):
        _add(reader, found, "DEGREE", "1")
        return True
    if not reader.accept("PARALLEL"):
        return False
    has_parenthesis = reader.accept("(")  # of releases before 8.1, still parsed
    if has_parenthesis:
        reader.expect("DEGREE", code=12812, message="only one PARALLEL or NOPARALLEL clause may be specified")
    is_number = reader.token is not None and reader.token.text.isdecimal()
    degree = reader.integer() if is_number else None
    if degree == 0:
        raise reader.error(12813, "value for PARALLEL or DEGREE must be greater than 0")
    if has_parenthesis:
        reader.expect(")", code=907, message="missing right parenthesis")
    _add(reader, found, "DEGREE", "DEFAULT" if degree is None else str(degree))
    return True


def _accept_number(reader: Reader, found: Attributes) -> bool:
    for word, (name, low, high, code) in _NUMBERS.items():
        if reader.accept(word):
            value = reader.integer()
            if not low <= value <= high:
                raise reader.error(code, f"invalid {word} option value")
            _add(reader, found, name, str(value))
            return True
    return False


# Error Messages: ORA-02211, ORA-02207, ORA-02209
_NUMBERS = {
    "PCTFREE": ("PCT_FREE", 0, 99, 2211),
    "PCTUSED": ("PCT_USED", 0, 99, 2211),
    "INITRANS": ("INI_TRANS", 1, 255, 2207),
    "MAXTRANS": ("MAX_TRANS", 1, 255, 2209),
}


def _storage(reader: Reader) -> None:
    reader.expect("(", code=906, message="missing left parenthesis")
    while not reader.accept(")"):
        if any(map(reader.accept, _STORAGE_SIZES)):
            if not reader.accept("UNLIMITED"):
                size(reader)
        elif reader.accept("FREELIST", "GROUPS"):
            reader.integer()
        else:
            _storage_word(reader)


def _storage_word(reader: Reader) -> None:
    for word, choices in _STORAGE_WORDS.items():
        if reader.accept(word):
            if not any(map(reader.accept, choices)):
                raise reader.error(2143, "invalid STORAGE option")
            return
    raise reader.error(2143, "invalid STORAGE option")


def size(reader: Reader) -> str:
    """The size_clause: a number of bytes with or without K, M, G or T."""
    number = reader.take().text.upper()
    digits = number.rstrip("KMGTPE")
    if not digits.isdecimal() or len(number) - len(digits) > 1:
        raise reader.error(2017, "integer value required")
    unit = number[len(digits) :]
    for following in "KMGTPE" if not unit else "":
        if reader.accept(following):
            unit = following
    return digits + unit


def _accept_segment_creation(reader: Reader, found: Attributes) -> bool:
    if not reader.accept("SEGMENT"):
        return False
    reader.expect("CREATION", code=905, message=_MISSING_KEYWORD)
    is_deferred = reader.accept("DEFERRED")
    if not is_deferred:
        reader.expect("IMMEDIATE", code=905, message=_MISSING_KEYWORD)
    _add(reader, found, "SEGMENT_CREATED", "NO" if is_deferred else "YES")
    return True


def _accept_inmemory(reader: Reader, found: Attributes) -> bool:
    if reader.accept("NO", "INMEMORY"):
        _add(reader, found, "INMEMORY", "DISABLED")
        return True
    if not reader.accept("INMEMORY"):
        return False
    defaults = {
        "INMEMORY": "ENABLED",
        "INMEMORY_PRIORITY": "NONE",
        "INMEMORY_DISTRIBUTE": "AUTO",
        "INMEMORY_COMPRESSION": "FOR QUERY LOW",
        "INMEMORY_DUPLICATE": "NO DUPLICATE",
    }
    found.update(defaults)
    while _accept_inmemory_part(reader, found):
        pass
    return True


def _accept_inmemory_part(reader: Reader, found: Attributes) -> bool:
    if reader.accept("PRIORITY"):
        found["INMEMORY_PRIORITY"] = _one_of(reader, ("NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL"))
    elif reader.accept("MEMCOMPRESS", "FOR"):
        kind = _one_of(reader, ("DML", "QUERY", "CAPACITY"))
        level = "" if kind == "DML" else " HIGH" if reader.accept("HIGH") else " LOW"
        reader.accept("LOW")
        found["INMEMORY_COMPRESSION"] = f"FOR {kind}{level}"
    elif reader.accept("NO", "MEMCOMPRESS"):
        found["INMEMORY_COMPRESSION"] = "NO MEMCOMPRESS"
    elif reader.accept("DUPLICATE"):
        found["INMEMORY_DUPLICATE"] = "DUPLICATE ALL" if reader.accept("ALL") else "DUPLICATE"
    elif not reader.accept("NO", "DUPLICATE"):
        return False
    return True


def _one_of(reader: Reader, words: tuple[str, ...]) -> str:
    for word in words:
        if reader.accept(word):
            return word
    raise reader.error(922, "missing or invalid option")


def _accept_flag(reader: Reader, found: Attributes) -> bool:
    for words, (name, value) in _FLAGS.items():
        if reader.accept(*words.split()):
            _add(reader, found, name, value)
            return True
    for words in _UNSUPPORTED:
        if reader.peek(*words.split()):
            raise UnsupportedError(f"{words} of tables")
    return False


# with an effect that a client could see, beside the dictionary
_UNSUPPORTED = (
    "READ ONLY", "ROWDEPENDENCIES", "ROW ARCHIVAL", "FLASHBACK ARCHIVE", "ORGANIZATION", "CLUSTER", "CLUSTERING",
    "VARRAY", "NESTED TABLE", "XMLTYPE", "MONITORING", "NOMONITORING",
)  # fmt: skip
_FLAGS = {
    "CACHE": ("CACHE", "Y"),
    "NOCACHE": ("CACHE", "N"),
    "NOROWDEPENDENCIES": ("DEPENDENCIES", "DISABLED"),
    "READ WRITE": ("READ_ONLY", "NO"),
    "ENABLE ROW MOVEMENT": ("ROW_MOVEMENT", "ENABLED"),
    "DISABLE ROW MOVEMENT": ("ROW_MOVEMENT", "DISABLED"),
    "RESULT_CACHE ( MODE DEFAULT )": ("RESULT_CACHE", "DEFAULT"),
    "RESULT_CACHE ( MODE FORCE )": ("RESULT_CACHE", "FORCE"),
}


def _add(reader: Reader, found: Attributes, name: str, value: str) -> None:
    if name in found:
        raise reader.error(922, "missing or invalid option")
    found[name] = value


_TABLE_ATTRIBUTES: tuple[Callable[[Reader, Attributes], bool], ...] = (
    _accept_segment_creation,
    accept_segment_attribute,
    accept_compression,
    _accept_inmemory,
    accept_parallel,
    _accept_flag,
)
