-- Views and synonyms. Each has an empty view of PostgreSQL in its place, which gives it a number and keeps its name from
-- others; statements never read that one. Source: SQL Language Reference, CREATE VIEW and CREATE SYNONYM.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- column_names: of the columns, where the view names them itself. text: the subquery with its stars written out, and
-- tail: the rest of the source.
-- base: the one table or view that rows can be changed through, as the text names it.
CREATE TABLE views (
  view_oid oid PRIMARY KEY,
  owner text NOT NULL,
  name text NOT NULL,
  text text NOT NULL,
  column_names text[] NOT NULL,
  restriction text NOT NULL,
  tail text NOT NULL,
  constraint_name text,
  changes text NOT NULL,
  base_owner text,
  base_name text,
  is_valid boolean NOT NULL,
  error text,  -- why it is not
  created timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp()),
  last_ddl timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp()),
  UNIQUE (owner, name)
);

CREATE TABLE view_columns (
  view_oid oid,
  number int,
  name text NOT NULL,
  kind text NOT NULL,
  length int NOT NULL,
  unit text NOT NULL,
  type_precision int,
  type_scale int,
  is_nullable boolean NOT NULL,
  is_json boolean NOT NULL,
  is_updatable boolean NOT NULL,
  comment text,
  PRIMARY KEY (view_oid, number)
);

-- What a view names, objects with their owners; those of SYS are left out.
CREATE TABLE view_dependencies (
  view_oid oid,
  owner text,
  name text,
  PRIMARY KEY (view_oid, owner, name)
);

CREATE TABLE synonyms (
  synonym_oid oid PRIMARY KEY,
  owner text NOT NULL,
  name text NOT NULL,
  target_owner text NOT NULL,
  target_name text NOT NULL,
  created timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp()),
  UNIQUE (owner, name)
);
CREATE SCHEMA "PUBLIC";  -- of public synonyms

CREATE FUNCTION placeholder() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "SYS".raise(3001, 'unimplemented feature: oracle_standin does not support a view or synonym here');
END $$;

-- Views that depend on an object, directly or through others.
CREATE FUNCTION dependent_views(object_owner text, object_name text) RETURNS SETOF oid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE found(view_oid) AS (
    SELECT d.view_oid FROM "SYS".view_dependencies d WHERE d.name = object_name AND object_owner IN (d.owner, 'PUBLIC')
    UNION
    SELECT d.view_oid FROM found JOIN "SYS".views v ON v.view_oid = found.view_oid
      JOIN "SYS".view_dependencies d ON (d.owner, d.name) = (v.owner, v.name))
  SELECT view_oid FROM found
$$;

-- What belongs to objects that exist no longer.
CREATE FUNCTION forget_dropped_views() RETURNS void LANGUAGE sql AS $$
  DELETE FROM "SYS".views WHERE NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = view_oid);
  DELETE FROM "SYS".view_columns c WHERE NOT EXISTS (SELECT 1 FROM "SYS".views v WHERE v.view_oid = c.view_oid);
  DELETE FROM "SYS".view_dependencies d WHERE NOT EXISTS (SELECT 1 FROM "SYS".views v WHERE v.view_oid = d.view_oid);
  DELETE FROM "SYS".synonyms WHERE NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = synonym_oid);
$$;

-- Materialized views: each is a table, which a trigger keeps as it is.
CREATE TABLE materialized_views (
  table_oid oid PRIMARY KEY,
  text text NOT NULL,
  refresh_method text NOT NULL,
  comment text,
  refreshed timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp())
);
CREATE FUNCTION refuse_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "SYS".raise(1732, 'data manipulation operation not legal on this view');
END $$;
