-- Oracle's dictionary views over PostgreSQL's catalog. Columns: Database Reference, the views' own chapters.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- Every table that a client created.
CREATE VIEW relations AS
  SELECT t.table_oid, original_name(n.nspname::text) AS owner, original_name(c.relname::text) AS table_name, t.duration,
    t.attributes, c.reltuples
  FROM tables t JOIN pg_class c ON c.oid = t.table_oid JOIN pg_namespace n ON n.oid = c.relnamespace;

CREATE FUNCTION yes(value boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN value THEN 'YES' ELSE 'NO' END $$;
CREATE FUNCTION y(value boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN value THEN 'Y' ELSE 'N' END $$;

CREATE VIEW "ALL_USERS" AS
  SELECT username AS "USERNAME", user_id::numeric AS "USER_ID", created::odate AS "CREATED", 'NO'::text AS "COMMON",
    'N'::text AS "ORACLE_MAINTAINED"
  FROM users;

CREATE VIEW "USER_USERS" AS
  SELECT username AS "USERNAME", user_id::numeric AS "USER_ID", 'OPEN'::text AS "ACCOUNT_STATUS", 'USERS'::text AS "DEFAULT_TABLESPACE",
    'TEMP'::text AS "TEMPORARY_TABLESPACE", created::odate AS "CREATED", NULL::odate AS "EXPIRY_DATE"
  FROM users WHERE username = setting('user');

CREATE VIEW "ALL_TABLES" AS
  SELECT owner AS "OWNER", table_name AS "TABLE_NAME",
    CASE WHEN duration IS NULL THEN coalesce(attributes ->> 'TABLESPACE_NAME', 'USERS') END AS "TABLESPACE_NAME",
    'VALID'::text AS "STATUS", coalesce(attributes ->> 'PCT_FREE', '10')::text::numeric AS "PCT_FREE",
    CASE WHEN duration IS NULL THEN coalesce(attributes ->> 'LOGGING', 'YES') ELSE 'NO' END AS "LOGGING",
    NULL::numeric AS "NUM_ROWS", NULL::numeric AS "BLOCKS", NULL::numeric AS "AVG_ROW_LEN", NULL::odate AS "LAST_ANALYZED",
    'NO'::text AS "PARTITIONED", NULL::text AS "IOT_TYPE", y(duration IS NOT NULL) AS "TEMPORARY", duration AS "DURATION",
    coalesce(attributes ->> 'COMPRESSION', 'DISABLED') AS "COMPRESSION", attributes ->> 'COMPRESS_FOR' AS "COMPRESS_FOR",
    lpad(coalesce(attributes ->> 'DEGREE', '1'), 10) AS "DEGREE", 'NO'::text AS "DROPPED",
    coalesce(attributes ->> 'SEGMENT_CREATED', 'YES') AS "SEGMENT_CREATED", 'NO'::text AS "READ_ONLY",
    'DISABLED'::text AS "INMEMORY", 'NO'::text AS "EXTERNAL", 'NO'::text AS "HAS_IDENTITY", 'NO'::text AS "NESTED",
    'N'::text AS "SECONDARY", NULL::text AS "CLUSTER_NAME"
  FROM relations;

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

CREATE VIEW "ALL_TAB_COLS" AS
  SELECT r.owner AS "OWNER", r.table_name AS "TABLE_NAME", original_name(a.attname::text) AS "COLUMN_NAME",
    data_type(c.kind, c.type_precision, c.type_scale) AS "DATA_TYPE", NULL::text AS "DATA_TYPE_MOD", NULL::text AS "DATA_TYPE_OWNER",
    data_length(c.kind, c.length, c.unit, c.type_scale) AS "DATA_LENGTH",
    c.type_precision::numeric AS "DATA_PRECISION", c.type_scale::numeric AS "DATA_SCALE", y(NOT a.attnotnull) AS "NULLABLE",
    (row_number() OVER (PARTITION BY c.table_oid ORDER BY c.attnum))::numeric AS "COLUMN_ID",
    length(c.default_text)::numeric AS "DEFAULT_LENGTH", c.default_text AS "DATA_DEFAULT",
    CASE WHEN c.kind IN ('VARCHAR2', 'CHAR', 'CLOB', 'LONG') THEN 'CHAR_CS' WHEN c.kind IN ('NVARCHAR2', 'NCHAR', 'NCLOB') THEN 'NCHAR_CS' END::text AS "CHARACTER_SET_NAME",
    CASE WHEN is_sized_text(c.kind) THEN c.length ELSE 0 END::numeric
      AS "CHAR_LENGTH",
    nullif(c.unit, '') AS "CHAR_USED", 'NO'::text AS "HIDDEN_COLUMN", 'NO'::text AS "VIRTUAL_COLUMN", 'YES'::text AS "USER_GENERATED",
    c.attnum::numeric AS "SEGMENT_COLUMN_ID", c.attnum::numeric AS "INTERNAL_COLUMN_ID", 'NO'::text AS "DEFAULT_ON_NULL",
    'NO'::text AS "IDENTITY_COLUMN", CASE WHEN is_sized_text(c.kind) OR c.kind IN ('CLOB', 'NCLOB', 'LONG') THEN 'USING_NLS_COMP' END::text AS "COLLATION",
    NULL::numeric AS "NUM_DISTINCT", NULL::numeric AS "NUM_NULLS", NULL::odate AS "LAST_ANALYZED"
  FROM relations r JOIN columns c ON c.table_oid = r.table_oid
    JOIN pg_attribute a ON a.attrelid = c.table_oid AND a.attnum = c.attnum;
CREATE VIEW "ALL_TAB_COLUMNS" AS SELECT * FROM "ALL_TAB_COLS" WHERE "HIDDEN_COLUMN" = 'NO';

-- Constraints without those that only the stand-in knows. A primary key's NOT NULLs are no constraints in Oracle.
CREATE VIEW constraints AS
  SELECT r.owner, r.table_name, k.oid, k.conindid, k.conkey, k.confrelid, k.conrelid, k.confdeltype, k.contype,
    original_name(k.conname::text) AS constraint_name, x.condition_text,
    CASE k.contype WHEN 'p' THEN 'P' WHEN 'u' THEN 'U' WHEN 'f' THEN 'R' ELSE 'C' END AS constraint_type
  FROM relations r JOIN pg_constraint k ON k.conrelid = r.table_oid LEFT JOIN checks x ON x.constraint_oid = k.oid
  WHERE k.conname NOT LIKE '~%' AND (k.contype IN ('p', 'u', 'f', 'c') OR (k.contype = 'n' AND k.conname LIKE 'SYS\_C%'));

CREATE VIEW "ALL_CONSTRAINTS" AS
  SELECT k.owner AS "OWNER", k.constraint_name AS "CONSTRAINT_NAME", k.constraint_type::text AS "CONSTRAINT_TYPE",
    k.table_name AS "TABLE_NAME", condition AS "SEARCH_CONDITION", condition AS "SEARCH_CONDITION_VC",
    parent.owner AS "R_OWNER", parent.constraint_name AS "R_CONSTRAINT_NAME",
    CASE WHEN k.contype = 'f' THEN CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'NO ACTION' END END::text
      AS "DELETE_RULE",
    'ENABLED'::text AS "STATUS", 'NOT DEFERRABLE'::text AS "DEFERRABLE", 'IMMEDIATE'::text AS "DEFERRED", 'VALIDATED'::text AS "VALIDATED",
    CASE WHEN k.constraint_name ~ '^SYS_C\d+$' THEN 'GENERATED NAME' ELSE 'USER NAME' END::text AS "GENERATED",
    NULL::text AS "RELY", NULL::text AS "BAD", NULL::text AS "INVALID", NULL::odate AS "LAST_CHANGE",
    CASE WHEN k.contype IN ('p', 'u') THEN k.owner END AS "INDEX_OWNER",
    CASE WHEN k.contype IN ('p', 'u') THEN k.constraint_name END AS "INDEX_NAME"
  FROM constraints k
    LEFT JOIN constraints parent ON k.contype = 'f' AND parent.conindid = k.conindid AND parent.contype IN ('p', 'u'),
    LATERAL (SELECT CASE k.contype WHEN 'n' THEN (SELECT '"' || original_name(a.attname::text) || '" IS NOT NULL' FROM pg_attribute a
      WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[1]) ELSE k.condition_text END AS condition);

CREATE VIEW "ALL_CONS_COLUMNS" AS
  SELECT k.owner AS "OWNER", k.constraint_name AS "CONSTRAINT_NAME", k.table_name AS "TABLE_NAME",
    original_name(a.attname::text) AS "COLUMN_NAME", CASE WHEN k.contype IN ('p', 'u', 'f') THEN place::numeric END AS "POSITION"
  FROM constraints k, LATERAL unnest(k.conkey) WITH ORDINALITY AS key(number, place)
    JOIN pg_attribute a ON a.attnum = key.number WHERE a.attrelid = k.conrelid;

CREATE VIEW "ALL_INDEXES" AS
  SELECT r.owner AS "OWNER", original_name(c.relname::text) AS "INDEX_NAME",
    CASE WHEN i.indexprs IS NULL THEN 'NORMAL' ELSE 'FUNCTION-BASED NORMAL' END::text AS "INDEX_TYPE", r.owner AS "TABLE_OWNER",
    r.table_name AS "TABLE_NAME", 'TABLE'::text AS "TABLE_TYPE", CASE WHEN i.indisunique THEN 'UNIQUE' ELSE 'NONUNIQUE' END::text AS "UNIQUENESS",
    'DISABLED'::text AS "COMPRESSION", 'USERS'::text AS "TABLESPACE_NAME", CASE WHEN i.indisvalid THEN 'VALID' ELSE 'UNUSABLE' END::text AS "STATUS", 'NO'::text AS "PARTITIONED",
    'VISIBLE'::text AS "VISIBILITY", y(c.relname LIKE 'SYS\_C%') AS "GENERATED", NULL::numeric AS "NUM_ROWS", NULL::odate AS "LAST_ANALYZED",
    'N'::text AS "TEMPORARY", yes(EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)) AS "CONSTRAINT_INDEX"
  FROM relations r JOIN pg_index i ON i.indrelid = r.table_oid JOIN pg_class c ON c.oid = i.indexrelid;

CREATE VIEW "ALL_IND_COLUMNS" AS
  SELECT r.owner AS "INDEX_OWNER", original_name(c.relname::text) AS "INDEX_NAME", r.owner AS "TABLE_OWNER", r.table_name AS "TABLE_NAME",
    coalesce(original_name(a.attname::text), 'SYS_NC' || lpad(place::varchar, 5, '0') || '$') AS "COLUMN_NAME",
    place::numeric AS "COLUMN_POSITION", coalesce(data_length(k.kind, k.length, k.unit, k.type_scale), 4000) AS "COLUMN_LENGTH",
    CASE WHEN is_sized_text(k.kind) THEN k.length ELSE 0 END::numeric AS "CHAR_LENGTH",
    CASE WHEN i.indoption[place - 1] & 1 = 1 THEN 'DESC' ELSE 'ASC' END::text AS "DESCEND"
  FROM relations r JOIN pg_index i ON i.indrelid = r.table_oid JOIN pg_class c ON c.oid = i.indexrelid
    CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) AS place
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[place - 1] AND a.attnum > 0
    LEFT JOIN columns k ON k.table_oid = i.indrelid AND k.attnum = a.attnum;

CREATE VIEW "ALL_TAB_COMMENTS" AS
  SELECT owner AS "OWNER", table_name AS "TABLE_NAME", 'TABLE'::text AS "TABLE_TYPE", obj_description(table_oid, 'pg_class') AS "COMMENTS"
  FROM relations;
CREATE VIEW "ALL_COL_COMMENTS" AS
  SELECT r.owner AS "OWNER", r.table_name AS "TABLE_NAME", original_name(a.attname::text) AS "COLUMN_NAME",
    col_description(c.table_oid, c.attnum) AS "COMMENTS"
  FROM relations r JOIN columns c ON c.table_oid = r.table_oid
    JOIN pg_attribute a ON a.attrelid = c.table_oid AND a.attnum = c.attnum;

CREATE VIEW "ALL_OBJECTS" AS
  SELECT owner AS "OWNER", name AS "OBJECT_NAME", NULL::text AS "SUBOBJECT_NAME", oid::int8::numeric AS "OBJECT_ID", type AS "OBJECT_TYPE",
    NULL::odate AS "CREATED", NULL::odate AS "LAST_DDL_TIME", 'VALID'::text AS "STATUS", temporary AS "TEMPORARY",
    y(name ~ '^SYS_C\d+$') AS "GENERATED"
  FROM (
    SELECT owner, table_name AS name, table_oid AS oid, 'TABLE'::text AS type, y(duration IS NOT NULL) AS temporary FROM relations
    UNION ALL
    SELECT r.owner, original_name(c.relname::text), c.oid, 'INDEX'::text, 'N'::text
    FROM relations r JOIN pg_index i ON i.indrelid = r.table_oid JOIN pg_class c ON c.oid = i.indexrelid
  ) AS objects;

CREATE VIEW "V$SESSION" AS
  SELECT sid::numeric AS "SID", serial::numeric AS "SERIAL#", username AS "USERNAME", 'USER'::text AS "TYPE", 'ACTIVE'::text AS "STATUS",
    username AS "SCHEMANAME", module AS "MODULE", action AS "ACTION", client_identifier AS "CLIENT_IDENTIFIER", client_info AS "CLIENT_INFO",
    logon_time::odate AS "LOGON_TIME", sid::numeric AS "AUDSID", service_name AS "SERVICE_NAME", program AS "PROGRAM",
    machine AS "MACHINE", os_user AS "OSUSER", terminal AS "TERMINAL", process AS "PROCESS"
  FROM sessions;
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
CREATE VIEW "SESSION_PRIVS" AS
  SELECT name AS "PRIVILEGE" FROM (VALUES ('CREATE SESSION'::text), ('CREATE TABLE'), ('CREATE ANY TABLE'), ('ALTER ANY TABLE'),
    ('DROP ANY TABLE'), ('CREATE ANY INDEX'), ('COMMENT ANY TABLE'), ('LOCK ANY TABLE'), ('SELECT ANY TABLE'), ('INSERT ANY TABLE'),
    ('UPDATE ANY TABLE'), ('DELETE ANY TABLE'), ('CREATE USER'), ('UNLIMITED TABLESPACE')) AS privileges(name);

-- USER_* shows the user's own without OWNER, DBA_* everything.
DO $$
DECLARE
  view_name text;
  owner_column text;
  columns text;
BEGIN
  FOREACH view_name IN ARRAY '{TABLES,TAB_COLUMNS,TAB_COLS,CONSTRAINTS,CONS_COLUMNS,INDEXES,IND_COLUMNS,TAB_COMMENTS,COL_COMMENTS,OBJECTS}'::text[]
  LOOP
    owner_column := CASE view_name WHEN 'IND_COLUMNS' THEN 'INDEX_OWNER' ELSE 'OWNER' END;
    SELECT string_agg(quote_ident(attname::text), ', ' ORDER BY attnum) INTO columns FROM pg_attribute
    WHERE attrelid = format('"SYS"."ALL_%s"', view_name)::regclass AND attnum > 0
      AND (attname <> owner_column OR view_name IN ('CONSTRAINTS', 'CONS_COLUMNS'));
    EXECUTE format('CREATE VIEW "SYS"."USER_%s" AS SELECT %s FROM "SYS"."ALL_%s" WHERE %I = "SYS".setting(''user'')',
      view_name, columns, view_name, owner_column);
    EXECUTE format('CREATE VIEW "SYS"."DBA_%s" AS SELECT * FROM "SYS"."ALL_%s"', view_name, view_name);
  END LOOP;
END $$;
CREATE VIEW "DBA_USERS" AS SELECT * FROM "ALL_USERS";
