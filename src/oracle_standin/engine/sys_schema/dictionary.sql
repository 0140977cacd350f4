-- Oracle's dictionary views over PostgreSQL's catalog. Columns: Database Reference, the views' own chapters.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- Every table that a client created.
CREATE VIEW every_relation AS
  SELECT t.*, original_name(n.nspname::text) AS owner, original_name(c.relname::text) AS table_name,
    EXISTS (SELECT 1 FROM partitioned_tables p WHERE p.table_oid = t.table_oid) AS is_partitioned
  FROM tables t JOIN pg_class c ON c.oid = t.table_oid JOIN pg_namespace n ON n.oid = c.relnamespace;

-- Those that the session's user may see, as the ALL_ views show them.
CREATE VIEW relations AS SELECT * FROM every_relation WHERE may_see(owner, table_oid);

-- USER_* shows the user's own without OWNER, DBA_* everything; the names are those of ALL_* views without ALL_.
CREATE PROCEDURE publish(view_names text[]) LANGUAGE plpgsql AS $$
DECLARE
  view_name text;
  owner_column text;
  columns text;
BEGIN
  FOREACH view_name IN ARRAY view_names
  LOOP
    owner_column := CASE WHEN view_name LIKE 'IND\_%' THEN 'INDEX_OWNER' WHEN view_name IN ('TAB_PARTITIONS', 'TAB_SUBPARTITIONS') THEN 'TABLE_OWNER' ELSE 'OWNER' END;
    SELECT string_agg(quote_ident(attname::text), ', ' ORDER BY attnum) INTO columns FROM pg_attribute
    WHERE attrelid = format('"SYS"."ALL_%s"', view_name)::regclass AND attnum > 0
      AND (attname <> owner_column OR view_name IN ('CONSTRAINTS', 'CONS_COLUMNS'));
    EXECUTE format('CREATE VIEW "SYS"."USER_%s" AS SELECT %s FROM "SYS"."ALL_%s" WHERE %I = "SYS".setting(''user'')',
      view_name, columns, view_name, owner_column);
    EXECUTE format('CREATE VIEW "SYS"."DBA_%s" AS SELECT * FROM "SYS"."ALL_%s"', view_name, view_name);
  END LOOP;
END $$;

CREATE FUNCTION yes(value boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN value THEN 'YES' ELSE 'NO' END $$;
CREATE FUNCTION y(value boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN value THEN 'Y' ELSE 'N' END $$;


CREATE FUNCTION data_type(kind text, type_precision int, scale int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE kind
    WHEN 'TIMESTAMP' THEN format('TIMESTAMP(%s)', scale)
    WHEN 'TIMESTAMP WITH TIME ZONE' THEN format('TIMESTAMP(%s) WITH TIME ZONE', scale)
    WHEN 'TIMESTAMP WITH LOCAL TIME ZONE' THEN format('TIMESTAMP(%s) WITH LOCAL TIME ZONE', scale)
    WHEN 'INTERVAL DAY TO SECOND' THEN format('INTERVAL DAY(%s) TO SECOND(%s)', type_precision, scale)
    WHEN 'INTERVAL YEAR TO MONTH' THEN format('INTERVAL YEAR(%s) TO MONTH', type_precision)
    ELSE kind END
$$;

CREATE FUNCTION data_length(kind text, length int, unit text, type_scale int) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN kind = 'VARCHAR2' THEN least(length * CASE unit WHEN 'C' THEN 4 ELSE 1 END, max_string_bytes())
    WHEN kind = 'CHAR' THEN least(length * CASE unit WHEN 'C' THEN 4 ELSE 1 END, 2000)
    WHEN kind IN ('NVARCHAR2', 'NCHAR') THEN length * 2
    WHEN kind = 'RAW' THEN length
    WHEN kind IN ('NUMBER', 'FLOAT') THEN 22
    WHEN kind = 'DATE' OR kind = 'TIMESTAMP' AND type_scale = 0 THEN 7
    WHEN kind IN ('TIMESTAMP', 'TIMESTAMP WITH LOCAL TIME ZONE', 'INTERVAL DAY TO SECOND') THEN 11
    WHEN kind = 'TIMESTAMP WITH TIME ZONE' THEN 13
    WHEN kind = 'INTERVAL YEAR TO MONTH' THEN 5
    WHEN kind = 'BINARY_DOUBLE' THEN 8 WHEN kind = 'BINARY_FLOAT' THEN 4 WHEN kind = 'BOOLEAN' THEN 1
    WHEN kind IN ('LONG', 'LONG RAW') THEN 0 WHEN kind = 'JSON' THEN 8200
    ELSE 4000 END::numeric
$$;

CREATE FUNCTION is_sized_text(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT kind IN ('VARCHAR2', 'NVARCHAR2', 'CHAR', 'NCHAR') $$;

-- NOT NULL that is not validated does not count.
CREATE FUNCTION is_nullable(relation oid, number int2) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = relation AND k.contype = 'n' AND k.conkey = ARRAY[number]
    AND k.convalidated)
$$;

CREATE VIEW "ALL_TAB_COLS" AS
  SELECT r.owner AS "OWNER", r.table_name AS "TABLE_NAME", original_name(a.attname::text) AS "COLUMN_NAME",
    data_type(c.kind, c.type_precision, c.type_scale) AS "DATA_TYPE", NULL::text AS "DATA_TYPE_MOD", NULL::text AS "DATA_TYPE_OWNER",
    data_length(c.kind, c.length, c.unit, c.type_scale) AS "DATA_LENGTH",
    c.type_precision::numeric AS "DATA_PRECISION", c.type_scale::numeric AS "DATA_SCALE", 
    y(is_nullable(a.attrelid, a.attnum) AND NOT is_mandatory(a.attrelid, a.attname)) AS "NULLABLE",
    (row_number() OVER (PARTITION BY r.owner, r.table_name ORDER BY c.attnum))::numeric AS "COLUMN_ID",
    length(c.default_text)::numeric AS "DEFAULT_LENGTH", c.default_text AS "DATA_DEFAULT",
    CASE WHEN c.kind IN ('VARCHAR2', 'CHAR', 'CLOB', 'LONG') THEN 'CHAR_CS' WHEN c.kind IN ('NVARCHAR2', 'NCHAR', 'NCLOB') THEN 'NCHAR_CS' END::text AS "CHARACTER_SET_NAME",
    CASE WHEN is_sized_text(c.kind) THEN c.length ELSE 0 END::numeric
      AS "CHAR_LENGTH",
    nullif(c.unit, '') AS "CHAR_USED", 'NO'::text AS "HIDDEN_COLUMN", 'NO'::text AS "VIRTUAL_COLUMN", 'YES'::text AS "USER_GENERATED",
    c.attnum::numeric AS "SEGMENT_COLUMN_ID", c.attnum::numeric AS "INTERNAL_COLUMN_ID", yes(c.default_for <> '' OR i.generated = 'BY DEFAULT ON NULL') AS "DEFAULT_ON_NULL",
    yes(i.table_oid IS NOT NULL) AS "IDENTITY_COLUMN", CASE WHEN is_sized_text(c.kind) OR c.kind IN ('CLOB', 'NCLOB', 'LONG') THEN 'USING_NLS_COMP' END::text AS "COLLATION",
    NULL::numeric AS "NUM_DISTINCT", NULL::numeric AS "NUM_NULLS", NULL::odate AS "LAST_ANALYZED"
  FROM relations r JOIN columns c ON c.table_oid = r.table_oid
    JOIN pg_attribute a ON a.attrelid = c.table_oid AND a.attnum = c.attnum
    LEFT JOIN identity_columns i ON i.table_oid = c.table_oid AND i.attnum = c.attnum
  UNION ALL
  SELECT r.owner, r.table_name, c.column_name, data_type(c.kind, c.type_precision, c.type_scale), NULL, NULL,
    data_length(c.kind, c.length, c.unit, c.type_scale), c.type_precision, c.type_scale, 'Y', NULL, NULL, NULL,
    NULL, CASE WHEN is_sized_text(c.kind) THEN c.length ELSE 0 END, nullif(c.unit, ''), 'YES', 'NO', 'NO', NULL, NULL, 'NO', 'NO', NULL, NULL, NULL,
    NULL
  FROM relations r JOIN unused_columns c ON c.table_oid = r.table_oid
  UNION ALL
  SELECT v.owner, v.name, c.name, data_type(c.kind, c.type_precision, c.type_scale), NULL, NULL,
    data_length(c.kind, c.length, c.unit, c.type_scale), c.type_precision, c.type_scale, y(c.is_nullable), c.number, NULL, NULL,
    CASE WHEN c.kind IN ('VARCHAR2', 'CHAR', 'CLOB', 'LONG') THEN 'CHAR_CS' WHEN c.kind IN ('NVARCHAR2', 'NCHAR', 'NCLOB') THEN 'NCHAR_CS' END,
    CASE WHEN is_sized_text(c.kind) THEN c.length ELSE 0 END, nullif(c.unit, ''), 'NO', 'NO', 'YES', c.number, c.number, 'NO', 'NO',
    CASE WHEN is_sized_text(c.kind) OR c.kind IN ('CLOB', 'NCLOB', 'LONG') THEN 'USING_NLS_COMP' END, NULL, NULL, NULL
  FROM views v JOIN view_columns c ON c.view_oid = v.view_oid WHERE may_see(v.owner, v.view_oid);
CREATE VIEW "ALL_TAB_COLUMNS" AS SELECT * FROM "ALL_TAB_COLS" WHERE "HIDDEN_COLUMN" = 'NO';

CALL publish('{TAB_COLUMNS,TAB_COLS}');

CREATE VIEW "V$SESSION" AS
  SELECT sid::numeric AS "SID", serial::numeric AS "SERIAL#", username AS "USERNAME", 'USER'::text AS "TYPE",
    CASE WHEN is_killed THEN 'KILLED' WHEN state = 'active' THEN 'ACTIVE' ELSE 'INACTIVE' END::text AS "STATUS",
    username AS "SCHEMANAME", module AS "MODULE", action AS "ACTION", client_identifier AS "CLIENT_IDENTIFIER", client_info AS "CLIENT_INFO",
    logon_time::odate AS "LOGON_TIME", sid::numeric AS "AUDSID", service_name AS "SERVICE_NAME", program AS "PROGRAM",
    machine AS "MACHINE", os_user AS "OSUSER", terminal AS "TERMINAL", process AS "PROCESS"
  FROM sessions LEFT JOIN pg_stat_activity ON pid = backend_id;
CREATE VIEW "V$SESSION_CONNECT_INFO" AS
  SELECT sid::numeric AS "SID", serial::numeric AS "SERIAL#", 'DATABASE'::text AS "AUTHENTICATION_TYPE", os_user AS "OSUSER",
    NULL::text AS "NETWORK_SERVICE_BANNER", 'AL32UTF8'::text AS "CLIENT_CHARSET", 'Heterogeneous'::text AS "CLIENT_CONNECTION",
    NULL::text AS "CLIENT_OCI_LIBRARY", NULL::text AS "CLIENT_VERSION", driver AS "CLIENT_DRIVER"
  FROM sessions;

CREATE VIEW "NLS_DATABASE_PARAMETERS" AS
  SELECT name AS "PARAMETER", value AS "VALUE" FROM (VALUES
    ('NLS_CHARACTERSET'::text, 'AL32UTF8'::text), ('NLS_NCHAR_CHARACTERSET', 'AL16UTF16'), ('NLS_LENGTH_SEMANTICS', 'BYTE'),
    ('NLS_LANGUAGE', 'AMERICAN'), ('NLS_TERRITORY', 'AMERICA'), ('NLS_DATE_FORMAT', 'DD-MON-RR'), ('NLS_SORT', 'BINARY'),
    ('NLS_COMP', 'BINARY'), ('NLS_NUMERIC_CHARACTERS', '.,'), ('NLS_RDBMS_VERSION', rdbms_version())) AS parameters(name, value);
CREATE VIEW "NLS_SESSION_PARAMETERS" AS
  SELECT upper(name) AS "PARAMETER", setting(name) AS "VALUE" FROM (VALUES
    ('nls_language'::text), ('nls_territory'), ('nls_currency'), ('nls_iso_currency'), ('nls_numeric_characters'), ('nls_calendar'),
    ('nls_date_format'), ('nls_date_language'), ('nls_sort'), ('nls_comp'), ('nls_length_semantics'), ('nls_nchar_conv_excp'),
    ('nls_timestamp_format'), ('nls_timestamp_tz_format')) AS parameters(name);
CREATE VIEW "V$NLS_PARAMETERS" AS
  SELECT * FROM "NLS_SESSION_PARAMETERS" UNION ALL
  SELECT * FROM "NLS_DATABASE_PARAMETERS" WHERE "PARAMETER" IN ('NLS_CHARACTERSET', 'NLS_NCHAR_CHARACTERSET');
