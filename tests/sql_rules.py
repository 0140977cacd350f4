"""What is known to be wrong in a statement for Oracle, without an Oracle: pure, by tokens and not by a grammar.

Sources: SQL Language Reference 12.2 to 26 and the error help of the codes that are named. What no rule names may
still be wrong.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_TOKENS = re.compile(
    r"""(?P<blank>\s+|--[^\n]*|/\*.*?\*/)"""
    r"""|(?P<text>[nN]?[qQ]'(?:\[.*?\]|\{.*?\}|\(.*?\)|<.*?>|(?P<edge>[^\s\[{(<]).*?(?P=edge))'|[nN]?'(?:[^']|'')*')"""
    r"""|(?P<name>"[^"]*")|(?P<bind>:\s*(?:\w+|"[^"]*"))|(?P<word>[^\W\d][\w$#]*)|(?P<number>\d+)|(?P<open>["'].*)|(?P<mark>.)""",
    re.DOTALL,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_RESERVED = _words(
    """
    ACCESS ADD ALL ALTER AND ANY AS ASC AUDIT BETWEEN BY CHAR CHECK CLUSTER COLUMN COLUMN_VALUE COMMENT COMPRESS CONNECT
    CREATE CURRENT DATE DECIMAL DEFAULT DELETE DESC DISTINCT DROP ELSE EXCLUSIVE EXISTS FILE FLOAT FOR FROM GRANT GROUP
    HAVING IDENTIFIED IMMEDIATE IN INCREMENT INDEX INITIAL INSERT INTEGER INTERSECT INTO IS LEVEL LIKE LOCK LONG
    MAXEXTENTS MINUS MLSLABEL MODE MODIFY NESTED_TABLE_ID NOAUDIT NOCOMPRESS NOT NOWAIT NULL NUMBER OF OFFLINE ON ONLINE
    OPTION OR ORDER PCTFREE PRIOR PUBLIC RAW RENAME RESOURCE REVOKE ROW ROWID ROWNUM ROWS SELECT SESSION SET SHARE SIZE
    SMALLINT START SUCCESSFUL SYNONYM SYSDATE TABLE THEN TO TRIGGER UID UNION UNIQUE UPDATE USER VALIDATE VALUES VARCHAR
    VARCHAR2 VIEW WHENEVER WHERE WITH
    """
)
# Words of statements that are no names; a new form of statement may need another.
_WORDS = _RESERVED | _words(
    """
    ADVANCED ALWAYS APPEND AT AUTOMATIC BASIC BEGIN BINARY_DOUBLE BINARY_FLOAT BLOB BODY BOOLEAN BYTE CACHE CASCADE CASE
    CLOB COMMIT COMMITTED CONFLICT CONSTRAINT CONSTRAINTS CREATION CROSS CURRENT_DATE CURRENT_TIMESTAMP CURRVAL DAY
    DBTIMEZONE DEFERRABLE DEFERRED DEFINITION DISABLE DO DUAL EMPTY ENABLE END ERROR ERRORS ESCAPE EXCEPT EXCHANGE
    EXCLUDING FALSE FETCH FIRST FOLLOWING FOREIGN FORMAT FULL FUNCTION GENERATED GLOBAL HASH HIGH HOUR IDENTITY IF
    IGNORE INCLUDING INDEXES INITIALLY INMEMORY INNER INTERVAL INVISIBLE ISOLATION JOIN JSON KEY KEYS LAST LATERAL LAX
    LEFT LESS LIMIT LIST LOB LOCAL LOCALTIMESTAMP LOCKED LOG LOGGING LOW MATCHED MAXVALUE MERGE MINUTE MONTH MOVEMENT
    NATURAL NCHAR NCLOB NEXT NEXTVAL NOCACHE NOLOGGING NOPARALLEL NORELY NOTHING NOVALIDATE NULLS NVARCHAR2 OFFSET ONLY
    OTHERS OUTER OVER OVERFLOW PACKAGE PARALLEL PARTITION PARTITIONS PERCENT PRECEDING PRESERVE PRIMARY PRIVATE
    PROCEDURE PURGE QUERY RANGE READ REFERENCES REJECT RELY REPLACE RETURNING REUSE RIGHT ROLLBACK SAVEPOINT SECOND
    SECUREFILE SEGMENT SEQUENCE SERIALIZABLE SESSIONTIMEZONE SIBLINGS SKIP STORAGE STORE STRICT SYSTIMESTAMP TABLESPACE
    TEMPORARY TEXT THAN TIES TIME TIMESTAMP TRANSACTION TRUE TRUNCATE TYPE UNBOUNDED UNLIMITED UNUSED USING VALIDATION
    VISIBLE WAIT WHEN WITHOUT WORK WRITE YEAR ZONE
    """
)
_TYPES = _words(
    """
    NUMBER NUMERIC DECIMAL DEC INTEGER INT SMALLINT FLOAT REAL BINARY_FLOAT BINARY_DOUBLE VARCHAR2 VARCHAR NVARCHAR2
    CHAR NCHAR CLOB NCLOB BLOB BFILE RAW LONG ROWID UROWID DATE TIMESTAMP INTERVAL BOOLEAN JSON VECTOR
    """
)
_NO_TYPE = _words(  # what may follow a column's name where its type stays as it is
    "NULL NOT DEFAULT CONSTRAINT CHECK PRIMARY UNIQUE REFERENCES ENABLE DISABLE INVISIBLE VISIBLE GENERATED AS"
)
_OUT_OF_LINE = _words("CONSTRAINT PRIMARY UNIQUE FOREIGN CHECK SUPPLEMENTAL PARTITION LOB")
_DDL = _words("CREATE ALTER DROP TRUNCATE COMMENT GRANT REVOKE RENAME ANALYZE")
_STORED_CODE = _words("PROCEDURE FUNCTION PACKAGE TRIGGER TYPE")
_BEFORE_A_NAME = _words("INTO TABLE UPDATE REFERENCES INDEX CONSTRAINT COLUMN FROM JOIN VIEW SEQUENCE")
_OF_ORACLE = re.compile(r"(?:ALL|USER|DBA|CDB)_\w+|G?V\$\w+")
_SET_OPERATORS = _words("UNION INTERSECT MINUS EXCEPT")
_CLAUSES = _SET_OPERATORS | _words(
    "SELECT WHERE ON SET VALUES GROUP ORDER HAVING CONNECT START WHEN RETURNING FETCH FOR LOG WITH DELETE"
)
_AFTER_SET = _words("WHERE WHEN DELETE RETURNING LOG")
_TABLES = _words("FROM JOIN INTO USING UPDATE")
_MAX_PRECISION = 38  # ORA-01727
_MAX_LITERAL_BYTES = 4000  # where MAX_STRING_SIZE is STANDARD
_MAX_COLUMNS = 1000  # ORA-01792; 4096 only where a DBA set MAX_COLUMNS
_MAX_KEY_BYTES = 6398  # ORA-01450 with blocks of 8 KB
_MAX_KEY_COLUMNS = 32  # ORA-02257
_MAX_STRING_BYTES = {"VARCHAR2": 4000, "VARCHAR": 4000, "NVARCHAR2": 4000, "CHAR": 2000, "NCHAR": 2000}
_MAX_EXTENDED_BYTES = 32767
_BYTES_OF_A_CHARACTER = {"VARCHAR2": 4, "VARCHAR": 4, "CHAR": 4, "NVARCHAR2": 2, "NCHAR": 2}
_FIXED_BYTES = {"DATE": 7, "TIMESTAMP": 11, "BINARY_FLOAT": 4, "BINARY_DOUBLE": 8, "BOOLEAN": 1}
_NUMBER_BYTES = 22
_NEVER_IN_KEYS = _words("CLOB NCLOB BLOB BFILE LONG JSON VECTOR")  # ORA-02329
_SINCE = {"BOOLEAN": 23, "VECTOR": 23, "JSON": 21}
_SINCE_WORDS = {"IF NOT EXISTS": 23, "IF EXISTS": 23, "PRIVATE TEMPORARY": 18}
_SINCE_FUNCTIONS = {"JSON": 21, "JSON_SCALAR": 21, "JSON_TRANSFORM": 21, "TO_BOOLEAN": 23}


def violations(sql: str, *, release: int = 12, max_name_bytes: int = 128) -> list[str]:
    """What a server of this release refuses or would understand otherwise: the rule, a colon, the place."""
    statement = Statement(tuple(_tokens(sql)), release, max_name_bytes)
    rules = _PLSQL_RULES if statement.is_plsql else _SQL_RULES
    return [f"{name}: {place}" for name, rule in rules.items() for place in rule(statement)]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a statement; `word` is its upper case if it is no name, text, bind or number."""

    kind: str
    text: str

    @property
    def word(self) -> str:
        """The word or mark, for comparison."""
        return self.text.upper() if self.kind in ("word", "mark") else ""


Tokens = Sequence[Token]


@dataclass(frozen=True)
class Type:
    """A type where a statement names one, with what stands in its parentheses."""

    name: str
    size: tuple[str, ...] = ()
    has_zone: bool = False

    @property
    def key_bytes(self) -> int:
        """The most bytes that an index holds of a value."""
        if self.name in _MAX_STRING_BYTES:
            return self._string_bytes
        if self.name == "RAW":
            return self.length
        return _FIXED_BYTES.get(self.name, _NUMBER_BYTES)

    @property
    def length(self) -> int:
        """The number in parentheses."""
        return int(self.size[0]) if self.size and self.size[0].isdigit() else 0

    @property
    def _string_bytes(self) -> int:
        width = 1 if "BYTE" in self.size else _BYTES_OF_A_CHARACTER[self.name]
        # A longer one is only to be had where MAX_STRING_SIZE is EXTENDED.
        is_extended = self.length > _MAX_STRING_BYTES[self.name]
        return min(self.length * width, _MAX_EXTENDED_BYTES if is_extended else _MAX_STRING_BYTES[self.name])


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a definition: its name, its type if it is named, what follows."""

    name: Token
    type: Type | None
    rest: Tokens


@dataclass(frozen=True)
class Statement:
    """The tokens of a statement without blanks and comments, and whom it is for."""

    tokens: tuple[Token, ...]
    release: int
    max_name_bytes: int

    @property
    def verb(self) -> str:
        """The first word."""
        return self.tokens[0].word if self.tokens else ""

    @property
    def is_plsql(self) -> bool:
        """Whether it is a block or makes stored code."""
        makes_code = self.verb == "CREATE" and _STORED_CODE.intersection(self.words[:5])
        return self.verb in ("BEGIN", "DECLARE") or bool(makes_code)

    @cached_property
    def words(self) -> list[str]:
        """The words and marks; '' for each other token."""
        return [token.word for token in self.tokens]

    @cached_property
    def elements(self) -> list[Tokens]:
        """The columns and constraints that a CREATE TABLE or ALTER TABLE names."""
        if self.verb == "CREATE" and "TABLE" in self.words[:4]:
            opening = next((i for i, word in enumerate(self.words) if word in ("(", "AS")), None)
            return [] if opening is None or self.words[opening] == "AS" else _split(_inside(self.tokens, opening))
        if self.words[:2] == ["ALTER", "TABLE"]:
            return [element for part in _changes(self.tokens) for element in part]
        return []

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that are defined."""
        return [_column(element) for element in self.elements if element and element[0].word not in _OUT_OF_LINE]

    @cached_property
    def types(self) -> list[Type]:
        """The types of columns and of CAST."""
        return [column.type for column in self.columns if column.type] + list(_cast_types(self.tokens))

    @cached_property
    def clauses(self) -> list[str]:
        """For each token the word that its clause begins with; '' before the first one and in other parentheses."""
        return list(_clauses(self.tokens))

    def find(self, phrase: str) -> Iterator[int]:
        """Where these words stand one after the other."""
        words = phrase.split()
        for position, word in enumerate(self.words):
            if word == words[0] and self.words[position : position + len(words)] == words:
                yield position

    def near(self, position: int) -> str:
        """A place as a person reads it."""
        return " ".join(token.text for token in self.tokens[max(position - 2, 0) : position + 4])

    def word(self, position: int) -> str:
        """The word at a position, '' outside."""
        return self.words[position] if 0 <= position < len(self.words) else ""


def _tokens(sql: str) -> Iterator[Token]:
    for match in _TOKENS.finditer(sql):
        # The group `edge` is the delimiter of a q-quoted text.
        kind = "text" if match["text"] else match.lastgroup
        if kind and kind != "blank":
            yield Token(kind, match[0])


def _closing(tokens: Tokens, opening: int) -> int:
    """Where the parenthesis ends that begins here; the end where it does not."""
    depth = 0
    for position in range(opening, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[position].word, 0)
        if depth == 0:
            return position
    return len(tokens)


def _inside(tokens: Tokens, opening: int) -> Tokens:
    return tokens[opening + 1 : _closing(tokens, opening)]


def _split(tokens: Tokens, separator: str = ",") -> list[Tokens]:
    """The parts between separators outside parentheses; none of nothing."""
    parts: list[list[Token]] = [[]] if tokens else []
    for depth, token in _with_depth(tokens):
        if depth == 0 and token.word == separator:
            parts.append([])
        else:
            parts[-1].append(token)
    return list[Tokens](parts)


def _with_depth(tokens: Tokens) -> Iterator[tuple[int, Token]]:
    depth = 0
    for token in tokens:
        depth -= token.word == ")"
        yield depth, token
        depth += token.word == "("


def _changes(tokens: Tokens) -> Iterator[list[Tokens]]:
    """The elements of each ADD and MODIFY of an ALTER TABLE."""
    actions = [
        i
        for i, (depth, token) in enumerate(_with_depth(tokens))
        if depth == 0 and i > 2 and token.word in ("ADD", "MODIFY", "DROP", "RENAME", "SET", "ALTER")
    ]
    for start, end in pairwise([*actions, len(tokens)]):
        part = tokens[start + 1 : end]
        if tokens[start].word not in ("ADD", "MODIFY") or not part:
            continue
        if part[0].word == "COLUMN":
            part = part[1:]
        yield _split(_inside(part, 0)) if part and part[0].word == "(" else [part]


def _column(element: Tokens) -> Column:
    rest = element[1:]
    if not rest or rest[0].word in _NO_TYPE:
        return Column(element[0], None, rest)
    return Column(element[0], _type(rest), rest)


def _type(tokens: Tokens) -> Type:
    """The type that tokens begin with."""
    after = 1
    size: Tokens = ()
    if len(tokens) > 1 and tokens[1].word == "(":
        size = _inside(tokens, 1)
        after = _closing(tokens, 1) + 1
    has_zone = [token.word for token in tokens[after : after + 3]] == ["WITH", "TIME", "ZONE"]
    return Type(tokens[0].word or tokens[0].text, tuple(token.text.upper() for token in size), has_zone)


def _cast_types(tokens: Tokens) -> Iterator[Type]:
    for position, token in enumerate(tokens[:-1]):
        if token.word == "CAST" and tokens[position + 1].word == "(":
            parts = _split(_inside(tokens, position + 1), "AS")
            if len(parts) == 2 and parts[1]:
                yield _type(parts[1])


def _clauses(tokens: Tokens) -> Iterator[str]:
    stack = [""]
    for position, token in enumerate(tokens):
        if token.word == "(":
            stack.append("")
        elif token.word == ")" and len(stack) > 1:
            stack.pop()
        elif _begins_clause(tokens, position, stack[-1]):
            stack[-1] = token.word
        yield stack[-1]


def _begins_clause(tokens: Tokens, position: int, current: str) -> bool:
    word = tokens[position].word
    if word == "FROM":
        return current != ""  # EXTRACT(DAY FROM ...) has no clauses
    if word == "UPDATE":
        return current != "FOR"
    return word in _CLAUSES or word in _TABLES


def _names_are_quoted(statement: Statement) -> Iterator[str]:
    defined = [column.name for column in statement.columns]
    yield from (f"column {token.text}" for token in [*defined, *_written_columns(statement)] if token.kind != "name")
    yield from _unquoted_tables(statement)
    if statement.verb != "ALTER" or statement.word(1) != "SESSION":
        yield from _unquoted_words(statement)


def _written_columns(statement: Statement) -> Iterator[Token]:
    """The columns of the lists and assignments of INSERT, UPDATE and MERGE."""
    for columns, _ in _inserts(statement):
        yield from (token for element in columns for token in element[:1])
    for targets in _assignments(statement):
        yield from (target[-1] for target in targets if target)


def _unquoted_tables(statement: Statement) -> Iterator[str]:
    """Words between INTO, TABLE, ... and a parenthesis, which could be functions elsewhere."""
    for position, (before, token) in enumerate(pairwise(statement.tokens), 1):
        follows = before.word in _BEFORE_A_NAME or (before.word == "." and token.kind == "word")
        is_call = statement.word(position + 1) == "(" and before.word not in ("FROM", "JOIN")
        if follows and is_call and token.kind == "word" and token.word not in _WORDS:
            yield statement.near(position)


def _unquoted_words(statement: Statement) -> Iterator[str]:
    """Words that are none of SQL's, no function, no alias, no name of Oracle's own."""
    tokens = statement.tokens
    if any(_OF_ORACLE.fullmatch(token.word) for token in tokens):
        return
    known = _WORDS | set(_aliases(tokens)) | {column.type.name for column in statement.columns if column.type}
    for position, token in enumerate(tokens):
        is_name = token.kind == "word" and token.word not in known
        if is_name and (statement.word(position + 1) != "(" or token.text.startswith("_")):
            yield statement.near(position)


def _aliases(tokens: Tokens) -> Iterator[str]:
    """Words that stand right after an operand, after AS, or in front of AS (."""
    for before, token in pairwise(tokens):
        is_operand = before.kind in ("name", "text", "bind", "number") or before.word in (")", "DUAL", "AS")
        if token.kind == "word" and is_operand:
            yield token.word
    for first, second, third in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if first.kind == "word" and (second.word, third.word) == ("AS", "("):
            yield first.word


def _names_fit(statement: Statement) -> Iterator[str]:
    for token in statement.tokens:
        if token.kind in ("name", "word"):
            size = len(token.text.strip('"').encode("utf-8", "surrogatepass"))
            if not 0 < size <= statement.max_name_bytes:
                yield f"{token.text} has {size} bytes, {statement.max_name_bytes} are allowed"


def _quotes_are_closed(statement: Statement) -> Iterator[str]:
    yield from (statement.near(i) for i, token in enumerate(statement.tokens) if token.kind == "open")


def _literals_fit(statement: Statement) -> Iterator[str]:
    """ORA-01704; a comment is no longer either."""
    for token in statement.tokens:
        size = len(token.text.replace("''", "'").encode("utf-8", "surrogatepass")) - 2
        if token.kind == "text" and size > _MAX_LITERAL_BYTES:
            yield f"{token.text[:20]}... has {size} bytes"


def _precision_is_possible(statement: Statement) -> Iterator[str]:
    for found in statement.types:
        is_number = found.name in ("NUMBER", "NUMERIC", "DECIMAL", "DEC") and found.size and found.size[0] != "*"
        if is_number and not 1 <= found.length <= _MAX_PRECISION:
            yield f"{found.name}({''.join(found.size)})"


def _strings_have_length(statement: Statement) -> Iterator[str]:
    for found in statement.types:
        if found.name in ("VARCHAR2", "VARCHAR", "NVARCHAR2", "RAW") and not 0 < found.length <= _MAX_EXTENDED_BYTES:
            yield f"{found.name} without a possible length"


def _lengths_have_units(statement: Statement) -> Iterator[str]:
    for found in statement.types:
        has_length = found.name in ("VARCHAR2", "VARCHAR", "CHAR") and found.size
        if has_length and found.size[1:] not in (("CHAR",), ("BYTE",)):
            yield f"{found.name}({' '.join(found.size)})"


def _types_are_of_oracle(statement: Statement) -> Iterator[str]:
    yield from (found.name for found in statement.types if found.name not in _TYPES)


def _keys(statement: Statement) -> Iterator[list[str]]:
    """The columns of each PRIMARY KEY and UNIQUE."""
    for column in statement.columns:
        words = [token.word for _, token in _with_depth(column.rest)]
        if "UNIQUE" in words or "PRIMARY" in words:
            yield [column.name.text]
    for element in statement.elements:
        words = [token.word for token in element]
        is_key = {"PRIMARY", "UNIQUE"}.intersection(words[:3])
        if is_key and words[0] in _OUT_OF_LINE and "(" in words:
            yield [token.text for token in _inside(element, words.index("(")) if token.word != ","]


def _keys_fit(statement: Statement) -> Iterator[str]:
    types = {column.name.text: column.type for column in statement.columns}
    for key in _keys(statement):
        size = sum(column.key_bytes for name in key if (column := types.get(name)))
        if size > _MAX_KEY_BYTES or len(key) > _MAX_KEY_COLUMNS:
            yield f"key of {len(key)} columns and {size} bytes, {_MAX_KEY_COLUMNS} and {_MAX_KEY_BYTES} are allowed"


def _keys_can_be_indexed(statement: Statement) -> Iterator[str]:
    types = {column.name.text: column.type for column in statement.columns}
    for name in {name for key in _keys(statement) for name in key}:
        column = types.get(name)
        if column and (column.name in _NEVER_IN_KEYS or column.has_zone):
            yield f"{name} {column.name}{' WITH TIME ZONE' if column.has_zone else ''}"


def _columns_are_not_too_many(statement: Statement) -> Iterator[str]:
    if len(statement.columns) > _MAX_COLUMNS:
        yield f"{len(statement.columns)} columns"


def _default_stands_before_constraints(statement: Statement) -> Iterator[str]:
    for column in statement.columns:
        words = [token.word for depth, token in _with_depth(column.rest) if depth == 0]
        if "DEFAULT" in words and {"NOT", "CHECK", "CONSTRAINT"}.intersection(words[: words.index("DEFAULT")]):
            yield column.name.text


def _no_semicolon(statement: Statement) -> Iterator[str]:
    yield from (statement.near(i) for i, token in enumerate(statement.tokens) if token.word == ";")


def _block_ends_with_semicolon(statement: Statement) -> Iterator[str]:
    if statement.word(len(statement.tokens) - 1) != ";":
        yield statement.near(len(statement.tokens) - 1)


def _no_bind_in_ddl(statement: Statement) -> Iterator[str]:
    if statement.verb in _DDL:
        yield from (statement.near(i) for i, token in enumerate(statement.tokens) if token.kind == "bind")


def _binds_are_not_reserved(statement: Statement) -> Iterator[str]:
    """ORA-01745."""
    binds = [token.text for token in statement.tokens if token.kind == "bind"]
    yield from (bind for bind in binds if bind[1:].strip().upper() in _RESERVED)


def _release_is_new_enough(statement: Statement) -> Iterator[str]:
    for what, since in _gated(statement):
        if statement.release < since:
            yield f"{what} needs {since}, the server is {statement.release}"


def _gated(statement: Statement) -> Iterator[tuple[str, int]]:
    """Forms that not all releases know, with the first one that does."""
    yield from ((found.name, _SINCE[found.name]) for found in statement.types if found.name in _SINCE)
    yield from ((phrase, since) for phrase, since in _SINCE_WORDS.items() for _ in statement.find(phrase))
    for name, since in _SINCE_FUNCTIONS.items():
        calls = (i for i in statement.find(f"{name} (") if statement.word(i - 1) not in ("IS", "NOT", "FORMAT"))
        yield from ((f"{name}(", since) for _ in calls)
    yield from (("several rows of VALUES", 23) for _, rows in _inserts(statement) if len(rows) > 1)
    yield from (("SELECT without FROM", 23) for _ in _selects_without_from(statement))
    yield from _gated_truth_values(statement)
    yield from _gated_dml(statement)


def _gated_truth_values(statement: Statement) -> Iterator[tuple[str, int]]:
    for position, token in enumerate(statement.tokens):
        # JSON_EXISTS(... FALSE ON ERROR) is as old as it is.
        if token.word in ("TRUE", "FALSE") and statement.word(position + 1) != "ON":
            yield token.word, 23


def _gated_dml(statement: Statement) -> Iterator[tuple[str, int]]:
    outermost = [token.word for depth, token in _with_depth(statement.tokens) if depth == 0]
    if statement.verb == "MERGE" and "RETURNING" in outermost:
        yield "MERGE ... RETURNING", 23
    if statement.verb == "UPDATE" and "FROM" in outermost:
        yield "UPDATE ... FROM", 23


def _selects_without_from(statement: Statement) -> Iterator[int]:
    for position in statement.find("SELECT"):
        end = _closing((Token("mark", "("), *statement.tokens[position:]), 0) - 1
        query = statement.tokens[position : position + end]
        words = [token.word for depth, token in _with_depth(query) if depth == 0]
        stop = next((i for i, word in enumerate(words) if word in _SET_OPERATORS), len(words))
        if "FROM" not in words[:stop]:
            yield position


def _inserts(statement: Statement) -> Iterator[tuple[list[Tokens], list[list[Tokens]]]]:
    """The columns of each INSERT ... VALUES, none where none are named, and its rows of values."""
    if statement.verb not in ("INSERT", "MERGE"):
        return
    for position in statement.find("VALUES ("):
        rows = []
        opening = position + 1
        while statement.word(opening) == "(":
            rows.append(_split(_inside(statement.tokens, opening)))
            closing = _closing(statement.tokens, opening)
            opening = closing + 2 if statement.word(closing + 1) == "," else closing + 1
        yield _columns_before(statement, position), rows


def _columns_before(statement: Statement, position: int) -> list[Tokens]:
    openings = (i for i in range(position) if _closing(statement.tokens, i) == position - 1)
    opening = next((i for i in openings if statement.word(i) == "("), None)
    return [] if opening is None else _split(_inside(statement.tokens, opening))


def _inserts_are_complete(statement: Statement) -> Iterator[str]:
    for columns, rows in _inserts(statement):
        for row in rows:
            if columns and len(columns) != len(row):
                binds = sum(token.kind == "bind" for value in row for token in value)
                yield f"{len(columns)} columns, {len(row)} values with {binds} placeholders"


def _assignments(statement: Statement) -> Iterator[list[Tokens]]:
    """What stands left of = in each SET of an UPDATE or MERGE; lists in parentheses are taken apart."""
    if statement.verb not in ("UPDATE", "MERGE"):
        return
    for position in statement.find("SET"):
        after = statement.tokens[position + 1 :]
        ends = (i for i, (depth, token) in enumerate(_with_depth(after)) if not depth and token.word in _AFTER_SET)
        parts = _split(after[: next(ends, len(after))])
        targets = [_split(part, "=")[0] for part in parts if part]
        yield [name for target in targets for name in _named(target)]


def _named(target: Tokens) -> list[Tokens]:
    return _split(target[1:-1]) if target and target[0].word == "(" else [target]


def _merge_leaves_its_keys(statement: Statement) -> Iterator[str]:
    """ORA-38104."""
    if statement.verb != "MERGE":
        return
    keys = set(_merge_keys(statement))
    for targets in _assignments(statement):
        yield from (target[-1].text for target in targets if target and target[-1].text in keys)


def _merge_keys(statement: Statement) -> Iterator[str]:
    """The columns of the target that the ON clause names."""
    target = {token.text for i, token in enumerate(statement.tokens) if statement.clauses[i] == "INTO"}
    for position in statement.find("ON ("):
        condition = _inside(statement.tokens, position + 1)
        for i, token in enumerate(condition):
            qualifier = condition[i - 2].text if i > 1 and condition[i - 1].word == "." else None
            if token.kind == "name" and (qualifier is None or qualifier in target):
                yield token.text


def _merge_condition_has_parentheses(statement: Statement) -> Iterator[str]:
    """ORA-00969."""
    if statement.verb == "MERGE":
        for position, (depth, token) in enumerate(_with_depth(statement.tokens)):
            if depth == 0 and token.word == "ON" and statement.word(position + 1) != "(":
                yield statement.near(position)


def _no_as_before_table_alias(statement: Statement) -> Iterator[str]:
    for position in statement.find("AS"):
        starts_query = statement.word(position + 1) in ("SELECT", "WITH", "(", "OF")
        if statement.clauses[position] in _TABLES and not starts_query:
            yield statement.near(position)


def _no_foreign_words(statement: Statement) -> Iterator[str]:
    if statement.verb == "ALTER":
        yield from (statement.near(i) for i in (*statement.find("ADD COLUMN"), *statement.find("ALTER COLUMN")))
    yield from (statement.near(i) for i in statement.find("ON CONFLICT"))
    # LOG ERRORS ... REJECT LIMIT is Oracle's.
    yield from (statement.near(i) for i in statement.find("LIMIT") if statement.word(i - 1) != "REJECT")


def _sql_within_plsql(statement: Statement) -> Iterator[str]:
    """What is wrong in EXECUTE IMMEDIATE '...'."""
    for position in statement.find("EXECUTE IMMEDIATE"):
        literals = [token.text for token in statement.tokens[position + 2 : position + 3] if token.kind == "text"]
        for literal in literals:
            sql = literal[1:-1].replace("''", "'")
            yield from violations(sql, release=statement.release, max_name_bytes=statement.max_name_bytes)


Rule = Callable[[Statement], Iterator[str]]
_RULES_OF_BOTH: dict[str, Rule] = {
    "a name is too long or empty": _names_fit,
    "a quote does not end": _quotes_are_closed,
    "a bind has the name of a reserved word": _binds_are_not_reserved,
}
_PLSQL_RULES: dict[str, Rule] = _RULES_OF_BOTH | {
    "PL/SQL ends with a semicolon": _block_ends_with_semicolon,
    "SQL in PL/SQL": _sql_within_plsql,
}
_SQL_RULES: dict[str, Rule] = _RULES_OF_BOTH | {
    "a name is not quoted": _names_are_quoted,
    "a literal has at most 4000 bytes": _literals_fit,
    "NUMBER has 1 to 38 digits": _precision_is_possible,
    "a string or RAW type needs a length": _strings_have_length,
    "a length needs CHAR or BYTE": _lengths_have_units,
    "no type of Oracle": _types_are_of_oracle,
    "a key is too large": _keys_fit,
    "a type cannot be in a key": _keys_can_be_indexed,
    "a table has at most 1000 columns": _columns_are_not_too_many,
    "DEFAULT stands before constraints": _default_stands_before_constraints,
    "no semicolon outside PL/SQL": _no_semicolon,
    "no bind in DDL": _no_bind_in_ddl,
    "the server is too old": _release_is_new_enough,
    "INSERT has as many values as columns": _inserts_are_complete,
    "MERGE does not set what ON compares": _merge_leaves_its_keys,
    "ON of MERGE needs parentheses": _merge_condition_has_parentheses,
    "no AS before a table alias": _no_as_before_table_alias,
    "no words of other databases": _no_foreign_words,
}
