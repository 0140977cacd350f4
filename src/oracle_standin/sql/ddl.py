"""Parses DDL from tokens to values. Reference: SQL Language Reference, the statements' own chapters."""

from dataclasses import replace

from sqlglot import exp

from oracle_standin.errors import UnsupportedError
from oracle_standin.sql.column_types import column_type
from oracle_standin.sql.parser import parsed, parsed_expression
from oracle_standin.sql.reader import Reader
from oracle_standin.sql.render import Context, render
from oracle_standin.sql.statements import (
    AddColumns,
    Column,
    Comment,
    Constraint,
    CreateIndex,
    CreateTable,
    CreateTableAsQuery,
    CreateUser,
    Ddl,
    DropColumns,
    DropConstraint,
    DropIndex,
    DropTable,
    DropUser,
    ModifiedColumn,
    ModifyColumns,
    Query,
    RenameColumn,
    RenameTable,
    TableName,
    TruncateTable,
)

_AFTER_DEFAULT = (",", "NOT", "NULL", "CONSTRAINT", "PRIMARY KEY", "UNIQUE", "CHECK", "REFERENCES", "ENABLE", "DISABLE")
_CONSTRAINT_WORDS = ("CONSTRAINT", "PRIMARY KEY", "UNIQUE", "CHECK", "FOREIGN KEY")


def parse_ddl(reader: Reader) -> Ddl:
    """The statement, when its first word is CREATE, DROP, ALTER, TRUNCATE, RENAME or COMMENT.

    Raises:
        OracleError: It is no valid SQL.
        UnsupportedError: The stand-in does not know this statement or a clause of it.
    """
    for words, parse in _STATEMENTS.items():
        if reader.accept(*words.split()):
            statement = parse(reader)
            reader.end()
            return statement
    raise UnsupportedError(f"the statement '{reader.rest_of_source(40)}'")


# --- CREATE TABLE ------------------------------------------------------------------------------------------------


def _create_table(reader: Reader) -> CreateTable | CreateTableAsQuery:
    return _table(reader, is_temporary=False)


def _create_temporary_table(reader: Reader) -> CreateTable | CreateTableAsQuery:
    return _table(reader, is_temporary=True)


def _table(reader: Reader, *, is_temporary: bool) -> CreateTable | CreateTableAsQuery:
    if_not_exists = reader.accept("IF", "NOT", "EXISTS")
    table = reader.table()
    if reader.accept("AS"):
        return CreateTableAsQuery(table, query_of(reader))
    columns, constraints = _table_elements(reader)
    if not columns:
        raise reader.error(904, ": invalid identifier")
    statement = CreateTable(table, columns, constraints, if_not_exists=if_not_exists)
    if is_temporary:
        return replace(statement, duration=_duration(reader))
    return replace(statement, attributes=_attributes(reader))


def query_of(reader: Reader) -> Query:
    """The rest of the statement as a query without binds."""
    source = reader.rest_of_source(1 << 30)
    context = Context()
    sql = render(parsed(reader.remaining(), source), context)
    return Query(sql, 0, context.long_names)


def _table_elements(reader: Reader) -> tuple[tuple[Column, ...], tuple[Constraint, ...]]:
    reader.expect("(", code=922, message="missing or invalid option")
    columns: list[Column] = []
    constraints: list[Constraint] = []
    while True:
        if any(map(reader.peek, _CONSTRAINT_WORDS)):
            constraints.append(_table_constraint(reader))
        else:
            column, inline = _column(reader)
            columns.append(column)
            constraints.extend(inline)
        if not reader.accept(","):
            break
    reader.expect(")", code=907, message="missing right parenthesis")
    return tuple(columns), tuple(constraints)


def _column(reader: Reader) -> tuple[Column, list[Constraint]]:
    name = reader.name()
    column = Column(name, column_type(reader))
    if reader.accept("DEFAULT"):
        text, sql = _default(reader)
        column = replace(column, default_text=text, default_sql=sql)
    elif reader.peek("GENERATED") or reader.peek("AS"):
        raise UnsupportedError("identity and virtual columns")
    return _column_constraints(reader, column)


def _default(reader: Reader) -> tuple[str, str]:
    if reader.peek("ON"):
        raise UnsupportedError("DEFAULT ON NULL")
    tokens = reader.until(*_AFTER_DEFAULT, ")")
    source = reader.source(tokens)
    return source, render(parsed_expression(tokens, source), Context())


def _column_constraints(reader: Reader, column: Column) -> tuple[Column, list[Constraint]]:
    constraints: list[Constraint] = []
    while True:
        name = reader.name() if reader.accept("CONSTRAINT") else None
        if reader.accept("NOT", "NULL"):
            column = replace(column, is_nullable=False)
        elif not reader.accept("NULL"):
            constraint = _inline_constraint(reader, name, column.name)
            if constraint is None:
                return column, constraints
            constraints.append(constraint)
        reader.accept("ENABLE")


def _inline_constraint(reader: Reader, name: str | None, column: str) -> Constraint | None:
    """A constraint that follows a column's type; None when there is none."""
    if reader.accept("PRIMARY KEY"):
        return Constraint("P", name, (column,))
    if reader.accept("UNIQUE"):
        return Constraint("U", name, (column,))
    if reader.accept("CHECK"):
        return _check(reader, name)
    if reader.accept("REFERENCES"):
        return _references(reader, name, (column,))
    if name is not None:
        raise reader.error(2253, "constraint specification not allowed here")
    return None


def _table_constraint(reader: Reader) -> Constraint:
    name = reader.name() if reader.accept("CONSTRAINT") else None
    if reader.accept("PRIMARY KEY"):
        constraint = Constraint("P", name, reader.names())
    elif reader.accept("UNIQUE"):
        constraint = Constraint("U", name, reader.names())
    elif reader.accept("CHECK"):
        constraint = _check(reader, name)
    else:
        reader.expect("FOREIGN KEY", code=904, message=": invalid identifier")
        columns = reader.names()
        reader.expect("REFERENCES", code=905, message="missing keyword")
        constraint = _references(reader, name, columns)
    reader.accept("ENABLE")
    return constraint


def _check(reader: Reader, name: str | None) -> Constraint:
    tokens = reader.parenthesised()
    source = reader.source(tokens)
    tree = parsed_expression(tokens, source)
    context = Context()
    return Constraint(
        "C",
        name,
        condition_text=source,
        condition_sql=render(tree, context),
        json_column=_json_column(tree),
    )


def _json_column(tree: exp.Expr) -> str | None:
    """The column of `column IS JSON`."""
    if isinstance(tree, exp.Is) and isinstance(tree.expression, exp.JSON) and isinstance(tree.this, exp.Column):
        identifier = tree.this.this
        return str(identifier.this if identifier.args.get("quoted") else identifier.this.upper())
    return None


def _references(reader: Reader, name: str | None, columns: tuple[str, ...]) -> Constraint:
    table = reader.table()
    referenced = reader.names() if reader.peek("(") else ()
    on_delete = "NO ACTION"
    if reader.accept("ON", "DELETE"):
        on_delete = "CASCADE" if reader.accept("CASCADE") else "SET NULL"
        if on_delete == "SET NULL":
            reader.expect("SET", "NULL", code=905, message="missing keyword")
    return Constraint("R", name, columns, references=table, referenced_columns=referenced, on_delete=on_delete)


def _duration(reader: Reader) -> str:
    """ON COMMIT of a global temporary table; DELETE ROWS is the default."""
    if not reader.accept("ON", "COMMIT"):
        return "SYS$TRANSACTION"
    if reader.accept("PRESERVE", "ROWS"):
        return "SYS$SESSION"
    reader.expect("DELETE", "ROWS", code=905, message="missing keyword")
    return "SYS$TRANSACTION"


def _attributes(reader: Reader) -> dict[str, str]:
    """Physical attributes that only the dictionary shows ("physical_properties", "table_compression")."""
    attributes: dict[str, str] = {}
    while reader.token is not None:
        if reader.accept("TABLESPACE"):
            attributes["TABLESPACE_NAME"] = reader.name()
        elif reader.accept("PCTFREE"):
            attributes["PCT_FREE"] = str(reader.integer())
        elif reader.accept("NOLOGGING"):
            attributes["LOGGING"] = "NO"
        elif reader.accept("LOGGING"):
            attributes["LOGGING"] = "YES"
        elif reader.accept("SEGMENT"):
            reader.expect("CREATION", code=905, message="missing keyword")
            attributes["SEGMENT_CREATED"] = "NO" if reader.accept("DEFERRED") else "YES"
            reader.accept("IMMEDIATE")
        elif not _accept_compression(reader, attributes) and not _accept_parallel(reader, attributes):
            raise UnsupportedError(f"'{reader.rest_of_source(40)}' in CREATE TABLE")
    return attributes


def _accept_compression(reader: Reader, attributes: dict[str, str]) -> bool:
    if reader.accept("NOCOMPRESS"):
        return True
    kind = None
    if reader.accept("ROW", "STORE", "COMPRESS"):
        kind = "ADVANCED" if reader.accept("ADVANCED") else "BASIC"
        reader.accept("BASIC")
    elif reader.accept("COMPRESS"):
        kind = "ADVANCED" if reader.accept("FOR", "OLTP") else "BASIC"
        reader.accept("BASIC")
    if kind is not None:
        attributes |= {"COMPRESSION": "ENABLED", "COMPRESS_FOR": kind}
    return kind is not None


def _accept_parallel(reader: Reader, attributes: dict[str, str]) -> bool:
    if reader.accept("NOPARALLEL"):
        return True
    if not reader.accept("PARALLEL"):
        return False
    is_number = reader.token is not None and reader.token.text.isdecimal()
    attributes["DEGREE"] = str(reader.integer()) if is_number else "DEFAULT"
    return True


# --- DROP, TRUNCATE, RENAME, COMMENT, indexes, users ----------------------------------------------------------


def _drop_table(reader: Reader) -> DropTable:
    if_exists = reader.accept("IF", "EXISTS")
    table = reader.table()
    is_cascade = reader.accept("CASCADE", "CONSTRAINTS")
    reader.accept("PURGE")  # there is no recycle bin
    return DropTable(table, is_cascade, if_exists)


def _truncate_table(reader: Reader) -> TruncateTable:
    table = reader.table()
    for word in ("DROP", "REUSE"):  # what happens to the space is of no consequence here
        if reader.accept(word):
            reader.expect("STORAGE", code=905, message="missing keyword")
    return TruncateTable(table)


def _rename_table(reader: Reader) -> RenameTable:
    old = reader.name()
    reader.expect("TO", code=905, message="missing keyword")
    return RenameTable(TableName(None, old), reader.name())


def _create_index(reader: Reader) -> CreateIndex:
    return _index(reader, is_unique=False)


def _create_unique_index(reader: Reader) -> CreateIndex:
    return _index(reader, is_unique=True)


def _index(reader: Reader, *, is_unique: bool) -> CreateIndex:
    index = reader.table()
    reader.expect("ON", code=905, message="missing keyword")
    table = reader.table()
    reader.expect("(", code=906, message="missing left parenthesis")
    keys = [_index_key(reader)]
    while reader.accept(","):
        keys.append(_index_key(reader))
    reader.expect(")", code=907, message="missing right parenthesis")
    reader.accept("ONLINE")
    if reader.accept("TABLESPACE"):
        reader.name()
    return CreateIndex(index, table, tuple(keys), is_unique)


def _index_key(reader: Reader) -> str:
    tokens = reader.until(",", ")", "ASC", "DESC")
    source = reader.source(tokens)
    tree = parsed_expression(tokens, source)
    sql = render(tree, Context())
    direction = " DESC" if reader.accept("DESC") else ""
    reader.accept("ASC")
    return (sql if isinstance(tree, exp.Column) else f"({sql})") + direction


def _drop_index(reader: Reader) -> DropIndex:
    return DropIndex(reader.table())


def _comment_on_table(reader: Reader) -> Comment:
    table = reader.table()
    reader.expect("IS", code=905, message="missing keyword")
    return Comment(table, None, reader.string())


def _comment_on_column(reader: Reader) -> Comment:
    names = [reader.name()]
    while reader.accept("."):
        names.append(reader.name())
    if len(names) not in (2, 3):
        raise reader.error(1748, "only simple column names allowed here")
    reader.expect("IS", code=905, message="missing keyword")
    table = TableName(names[-3] if len(names) == 3 else None, names[-2])
    return Comment(table, names[-1], reader.string())


def _create_user(reader: Reader) -> CreateUser:
    name = reader.name()
    if reader.accept("NO", "AUTHENTICATION"):
        return CreateUser(name, None)
    reader.expect("IDENTIFIED", "BY", code=1935, message="missing user or role name")
    return CreateUser(name, reader.take().text)


def _drop_user(reader: Reader) -> DropUser:
    name = reader.name()
    return DropUser(name, reader.accept("CASCADE"))


# --- ALTER TABLE -------------------------------------------------------------------------------------------------


def _alter_table(reader: Reader) -> Ddl:
    table = reader.table()
    if reader.accept("ADD"):
        return _add(reader, table)
    if reader.accept("MODIFY"):
        return ModifyColumns(table, _modified_columns(reader))
    if reader.accept("DROP"):
        return _drop_from_table(reader, table)
    if reader.accept("SET", "UNUSED"):
        return DropColumns(table, _column_names(reader))
    if reader.accept("RENAME", "COLUMN"):
        old = reader.name()
        reader.expect("TO", code=905, message="missing keyword")
        return RenameColumn(table, old, reader.name())
    if reader.accept("RENAME", "TO"):
        return RenameTable(table, reader.name())
    raise UnsupportedError(f"ALTER TABLE {reader.rest_of_source(40)}")


def _add(reader: Reader, table: TableName) -> AddColumns:
    if reader.peek("("):
        return AddColumns(table, *_table_elements(reader))
    if any(map(reader.peek, _CONSTRAINT_WORDS)):
        return AddColumns(table, (), (_table_constraint(reader),))
    column, constraints = _column(reader)
    return AddColumns(table, (column,), tuple(constraints))


def _modified_columns(reader: Reader) -> tuple[ModifiedColumn, ...]:
    if not reader.accept("("):
        return (_modified_column(reader),)
    columns = [_modified_column(reader)]
    while reader.accept(","):
        columns.append(_modified_column(reader))
    reader.expect(")", code=907, message="missing right parenthesis")
    return tuple(columns)


def _modified_column(reader: Reader) -> ModifiedColumn:
    name = reader.name()
    has_type = reader.token is not None and not any(map(reader.peek, ("DEFAULT", "NOT", "NULL", "CONSTRAINT")))
    kept_type = column_type(reader) if has_type else None
    text, sql = _default(reader) if reader.accept("DEFAULT") else (None, None)
    is_nullable = False if reader.accept("NOT", "NULL") else True if reader.accept("NULL") else None
    return ModifiedColumn(name, kept_type, is_nullable, text, sql)


def _drop_from_table(reader: Reader, table: TableName) -> DropColumns | DropConstraint:
    if reader.accept("CONSTRAINT"):
        statement: DropColumns | DropConstraint = DropConstraint(table, reader.name())
    elif reader.accept("PRIMARY KEY"):
        statement = DropConstraint(table, None)
    else:
        return DropColumns(table, _column_names(reader))
    reader.accept("CASCADE")
    reader.accept("DROP", "INDEX")
    return statement


def _column_names(reader: Reader) -> tuple[str, ...]:
    names = (reader.name(),) if reader.accept("COLUMN") else reader.names()
    reader.accept("CASCADE", "CONSTRAINTS")
    return names


_STATEMENTS = {
    "CREATE TABLE": _create_table,
    "CREATE GLOBAL TEMPORARY TABLE": _create_temporary_table,
    "CREATE INDEX": _create_index,
    "CREATE UNIQUE INDEX": _create_unique_index,
    "CREATE USER": _create_user,
    "DROP TABLE": _drop_table,
    "DROP INDEX": _drop_index,
    "DROP USER": _drop_user,
    "TRUNCATE TABLE": _truncate_table,
    "ALTER TABLE": _alter_table,
    "RENAME": _rename_table,
    "COMMENT ON TABLE": _comment_on_table,
    "COMMENT ON COLUMN": _comment_on_column,
}
