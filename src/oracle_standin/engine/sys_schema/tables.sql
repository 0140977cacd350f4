-- What PostgreSQL's catalog does not know of Oracle's objects.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE TABLE users (
  user_id int GENERATED ALWAYS AS IDENTITY (START WITH 100) PRIMARY KEY,
  username text NOT NULL UNIQUE,
  salt bytea,
  verifier bytea,
  created timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp())
);

CREATE TABLE tables (
  table_oid oid PRIMARY KEY,
  duration text,
  attributes jsonb NOT NULL DEFAULT '{}'
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
  is_json boolean NOT NULL DEFAULT false,
  PRIMARY KEY (table_oid, attnum)
);

CREATE TABLE checks (
  constraint_oid oid PRIMARY KEY,
  condition_text text NOT NULL
);

CREATE TABLE long_names (stored text PRIMARY KEY, original text NOT NULL);

CREATE UNLOGGED TABLE sessions (
  sid int PRIMARY KEY,
  serial int NOT NULL,
  username text NOT NULL,
  logon_time timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp()),
  service_name text,
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
