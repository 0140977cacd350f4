-- What PostgreSQL's catalog does not know of Oracle's objects.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE TABLE users (
  user_id int GENERATED ALWAYS AS IDENTITY (START WITH 100) PRIMARY KEY,
  username text NOT NULL UNIQUE,
  salt bytea,
  verifier bytea,
  default_tablespace text NOT NULL DEFAULT 'USERS',
  is_locked boolean NOT NULL DEFAULT false,
  is_expired boolean NOT NULL DEFAULT false,
  created timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp())
);

-- Attributes are the dictionary's columns that have no effect here; lobs are those of LOB columns, by attnum.
CREATE TABLE tables (
  table_oid oid PRIMARY KEY,
  duration text,
  attributes jsonb NOT NULL DEFAULT '{}',
  lobs jsonb NOT NULL DEFAULT '{}',
  generation int NOT NULL DEFAULT 0,  -- of a temporary table: each change of it makes the sessions' own ones anew
  created timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp()),
  last_ddl timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp()),
  num_rows numeric,
  blocks numeric,
  avg_row_len numeric,
  last_analyzed timestamp
);

CREATE TABLE columns (
  table_oid oid,
  attnum int,
  kind text NOT NULL,
  length int NOT NULL,
  unit text NOT NULL,
  type_precision int,
  type_scale int,
  default_text text,
  default_for text NOT NULL DEFAULT '',  -- the statements in which the default takes the place of NULL
  is_json boolean NOT NULL DEFAULT false,
  PRIMARY KEY (table_oid, attnum)
);

-- SET UNUSED: the columns are gone, the dictionary still counts them.
CREATE TABLE unused_columns (
  table_oid oid,
  column_name text NOT NULL,
  kind text NOT NULL,
  length int NOT NULL,
  unit text NOT NULL,
  type_precision int,
  type_scale int
);

-- What a constraint is to Oracle. A disabled key is a check in PostgreSQL, one that is not enforced; `kind` is then P or U.
CREATE TABLE constraint_details (
  constraint_oid oid PRIMARY KEY,
  condition_text text,
  kind text,
  key_columns int[],
  is_validated boolean NOT NULL DEFAULT true,
  is_rely boolean NOT NULL DEFAULT false,
  is_generated boolean NOT NULL DEFAULT false,
  last_change timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp())
);

-- index_name: of a constraint's index that has another name than its constraint. expressions: Oracle's source, by key.
CREATE TABLE indexes (
  index_oid oid PRIMARY KEY,
  index_name text,
  is_local boolean NOT NULL DEFAULT false,
  attributes jsonb NOT NULL DEFAULT '{}',
  expressions jsonb NOT NULL DEFAULT '{}',
  created timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp()),
  last_ddl timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp()),
  num_rows numeric,
  last_analyzed timestamp
);

CREATE TABLE tablespaces (
  tablespace_name text PRIMARY KEY,
  contents text NOT NULL
);
INSERT INTO tablespaces VALUES ('SYSTEM', 'PERMANENT'), ('SYSAUX', 'PERMANENT'), ('UNDOTBS1', 'UNDO'), ('TEMP', 'TEMPORARY'),
  ('USERS', 'PERMANENT');

CREATE TABLE long_names (stored text PRIMARY KEY, original text NOT NULL);

CREATE UNLOGGED TABLE sessions (
  sid int PRIMARY KEY,
  serial int NOT NULL,
  username text NOT NULL,
  backend_id int NOT NULL,
  is_killed boolean NOT NULL DEFAULT false,
  logon_time timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp()),
  service_name text,
  protocol text,
  program text,
  machine text,
  os_user text,
  terminal text,
  process text,
  driver text,
  module text,
  action text,
  client_identifier text,
  client_info text
);

CREATE SEQUENCE generated_names;

CREATE VIEW "DUAL" AS SELECT 'X'::text AS "DUMMY";

-- Names -----------------------------------------------------------------------------------------------------------

-- The name that a client gave; PostgreSQL keeps long ones under another.
CREATE FUNCTION original_name(name text) RETURNS text LANGUAGE sql STABLE STRICT AS
$$ SELECT CASE WHEN strpos(name, '~') > 0 THEN coalesce((SELECT original FROM "SYS".long_names WHERE stored = name), name)
   ELSE name END $$;

-- The name under which PostgreSQL keeps another.
CREATE FUNCTION stored_name(name text) RETURNS text LANGUAGE sql STABLE STRICT AS
$$ SELECT CASE WHEN octet_length(name) <= 63 THEN name ELSE (SELECT stored FROM "SYS".long_names WHERE original = name LIMIT 1) END $$;

-- Length checks of VARCHAR2 and RAW columns: "SCHEMA"."TABLE"."COLUMN" as in ORA-12899.
CREATE FUNCTION too_long(table_oid oid, column_number int, actual int, maximum int) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  place text;
BEGIN
  SELECT format('"%s"."%s"."%s"', "SYS".original_name(n.nspname::text), "SYS".original_name(c.relname::text),
      "SYS".original_name(a.attname::text))
    INTO place FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = column_number WHERE c.oid = table_oid;
  -- a session's own temporary table is named after its template
  place := regexp_replace(place, '^"pg_temp_\d+"\."([^.]*)\.(.*)\.\d+"\.', '"\1"."\2".');
  PERFORM "SYS".raise(12899, format('value too large for column %s (actual: %s, maximum: %s)', place, actual, maximum));
END $$;
