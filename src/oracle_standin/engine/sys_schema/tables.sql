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
  module text,
  action text,
  client_identifier text,
  client_info text
);

CREATE SEQUENCE generated_names;

CREATE VIEW "DUAL" AS SELECT 'X'::text AS "DUMMY";
