-- Users, roles, privileges and quotas. Source: Database Security Guide, "Configuring Privilege and Role Authorization";
-- Database Reference, the views' own chapters.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE TABLE roles (name text PRIMARY KEY);

-- Privileges by kind: S of the system, R a role, O on an object, H on a schema (23ai).
CREATE TABLE grants (
  grantee text NOT NULL,
  kind text NOT NULL,
  privilege text NOT NULL,
  object_oid oid NOT NULL DEFAULT 0,
  schema_name text NOT NULL DEFAULT '',
  with_option boolean NOT NULL DEFAULT false,
  grantor text NOT NULL DEFAULT 'SYS',
  PRIMARY KEY (grantee, kind, privilege, object_oid, schema_name)
);

CREATE TABLE quotas (
  username text NOT NULL,
  tablespace text NOT NULL,
  max_bytes bigint NOT NULL,
  PRIMARY KEY (username, tablespace)
);

CREATE TABLE system_privileges (name text PRIMARY KEY);
INSERT INTO system_privileges SELECT format(pattern, object) FROM
  (VALUES ('CREATE ANY %s'), ('ALTER ANY %s'), ('DROP ANY %s')) AS patterns(pattern),
  (VALUES ('TABLE'), ('INDEX'), ('SEQUENCE'), ('PROCEDURE'), ('TRIGGER'), ('TYPE'), ('CLUSTER'), ('ROLE'),
    ('MATERIALIZED VIEW')) AS objects(object)
  WHERE format(pattern, object) <> 'CREATE ANY ROLE';
INSERT INTO system_privileges SELECT format('CREATE %s', object) FROM
  (VALUES ('SESSION'), ('TABLE'), ('VIEW'), ('SYNONYM'), ('PUBLIC SYNONYM'), ('SEQUENCE'), ('PROCEDURE'), ('TRIGGER'), ('TYPE'),
    ('CLUSTER'), ('MATERIALIZED VIEW'), ('DIMENSION'), ('INDEXTYPE'), ('OPERATOR'), ('JOB'), ('DATABASE LINK'), ('ROLE'), ('USER'),
    ('ANY VIEW'), ('ANY SYNONYM'), ('TABLESPACE'), ('PROFILE'), ('DOMAIN'), ('MLE'), ('CUBE'), ('HIERARCHY'),
    ('ATTRIBUTE DIMENSION'), ('ANALYTIC VIEW')) AS objects(object);
INSERT INTO system_privileges VALUES
  ('DROP ANY VIEW'), ('DROP ANY SYNONYM'), ('DROP PUBLIC SYNONYM'), ('DROP USER'), ('DROP TABLESPACE'), ('DROP PROFILE'),
  ('ALTER USER'), ('ALTER SESSION'), ('ALTER SYSTEM'), ('ALTER DATABASE'), ('ALTER TABLESPACE'), ('ALTER PROFILE'),
  ('SELECT ANY TABLE'), ('READ ANY TABLE'), ('INSERT ANY TABLE'), ('UPDATE ANY TABLE'), ('DELETE ANY TABLE'),
  ('COMMENT ANY TABLE'), ('LOCK ANY TABLE'), ('BACKUP ANY TABLE'), ('UNDER ANY VIEW'), ('SELECT ANY SEQUENCE'),
  ('SELECT ANY DICTIONARY'), ('ANALYZE ANY'), ('ANALYZE ANY DICTIONARY'), ('EXECUTE ANY PROCEDURE'), ('EXECUTE ANY TYPE'),
  ('GRANT ANY PRIVILEGE'), ('GRANT ANY OBJECT PRIVILEGE'), ('GRANT ANY ROLE'), ('GRANT ANY SCHEMA'), ('BECOME USER'),
  ('UNLIMITED TABLESPACE'), ('RESTRICTED SESSION'), ('DEBUG CONNECT SESSION'), ('DEBUG ANY PROCEDURE'), ('FORCE TRANSACTION'),
  ('FORCE ANY TRANSACTION'), ('EXECUTE DYNAMIC MLE'), ('ON COMMIT REFRESH'), ('QUERY REWRITE'), ('FLASHBACK ANY TABLE');

INSERT INTO roles VALUES ('DBA'), ('CONNECT'), ('RESOURCE'), ('SELECT_CATALOG_ROLE');
INSERT INTO grants (grantee, kind, privilege) SELECT 'DBA', 'S', name FROM system_privileges;
INSERT INTO grants (grantee, kind, privilege) VALUES ('DBA', 'R', 'SELECT_CATALOG_ROLE'), ('CONNECT', 'S', 'CREATE SESSION');
INSERT INTO grants (grantee, kind, privilege) SELECT 'RESOURCE', 'S', 'CREATE ' || object FROM
  (VALUES ('TABLE'), ('SEQUENCE'), ('PROCEDURE'), ('TRIGGER'), ('TYPE'), ('CLUSTER'), ('INDEXTYPE'), ('OPERATOR')) AS objects(object);

-- What the application users of the common container images get: DB_DEVELOPER_ROLE, of which 23ai is the first release.
INSERT INTO roles SELECT 'DB_DEVELOPER_ROLE' WHERE major_release() >= 23;
INSERT INTO grants (grantee, kind, privilege)
  SELECT 'DB_DEVELOPER_ROLE', 'S', privilege FROM (VALUES ('CREATE SESSION'), ('CREATE TABLE'), ('CREATE VIEW'), ('CREATE SYNONYM'),
    ('CREATE SEQUENCE'), ('CREATE PROCEDURE'), ('CREATE TRIGGER'), ('CREATE TYPE'), ('CREATE MATERIALIZED VIEW'),
    ('CREATE DIMENSION'), ('CREATE JOB'), ('CREATE DOMAIN'), ('CREATE MLE'), ('CREATE CUBE'), ('CREATE HIERARCHY'),
    ('CREATE ATTRIBUTE DIMENSION'), ('CREATE ANALYTIC VIEW'), ('DEBUG CONNECT SESSION'), ('FORCE TRANSACTION'),
    ('EXECUTE DYNAMIC MLE'), ('ON COMMIT REFRESH')) AS privileges(privilege)
  WHERE major_release() >= 23;

-- The user or role, PUBLIC, and every role that comes with them.
CREATE FUNCTION granted_names(who text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  WITH RECURSIVE names(name) AS (
    SELECT who UNION SELECT 'PUBLIC' UNION
    SELECT g.privilege FROM "SYS".grants g JOIN names ON g.grantee = names.name WHERE g.kind = 'R')
  SELECT name FROM names
$$;

-- Those that count now: of the session's user the roles that are enabled.
CREATE FUNCTION names_of(who text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT who UNION SELECT 'PUBLIC' UNION
  SELECT unnest("SYS".setting('roles')::text[]) WHERE who = "SYS".setting('user') UNION
  SELECT name FROM "SYS".granted_names(who) AS name WHERE who IS DISTINCT FROM "SYS".setting('user') OR "SYS".setting('roles') IS NULL
$$;

CREATE FUNCTION has_system_privilege(who text, VARIADIC wanted text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM "SYS".grants WHERE kind = 'S' AND privilege = ANY (wanted)
    AND grantee IN (SELECT "SYS".names_of(who)))
$$;

-- What an ALL_ view shows: own objects, those with a privilege on them, and all with a privilege for ANY.
CREATE FUNCTION may_see(owner text, object oid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT owner = "SYS".setting('user')
    OR "SYS".has_system_privilege("SYS".setting('user'), 'SELECT ANY TABLE', 'READ ANY TABLE', 'INSERT ANY TABLE', 'UPDATE ANY TABLE',
      'DELETE ANY TABLE', 'ALTER ANY TABLE', 'DROP ANY TABLE', 'LOCK ANY TABLE', 'COMMENT ANY TABLE', 'SELECT ANY DICTIONARY')
    OR EXISTS (SELECT 1 FROM "SYS".grants WHERE grantee IN (SELECT "SYS".names_of("SYS".setting('user')))
      AND (object_oid = object OR (kind = 'H' AND schema_name = owner)))
    OR 'SELECT_CATALOG_ROLE' IN (SELECT "SYS".names_of("SYS".setting('user')))
$$;

-- What a new account gets that is not created by CREATE USER.
CREATE FUNCTION give_role(who text, role text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "SYS".grants (grantee, kind, privilege)
    SELECT who, 'R', coalesce(role, CASE WHEN "SYS".major_release() >= 23 THEN 'DB_DEVELOPER_ROLE' ELSE 'RESOURCE' END);
  INSERT INTO "SYS".grants (grantee, kind, privilege)
    SELECT who, 'S', privilege FROM (VALUES ('CREATE SESSION'), ('CREATE VIEW'), ('CREATE SYNONYM'), ('CREATE MATERIALIZED VIEW'))
      AS extra(privilege) WHERE role IS NULL AND "SYS".major_release() < 23;
  INSERT INTO "SYS".quotas VALUES (who, 'USERS', -1);
$$;

CREATE VIEW "ALL_USERS" AS
  SELECT username AS "USERNAME", user_id::numeric AS "USER_ID", created::odate AS "CREATED", 'NO'::text AS "COMMON",
    'N'::text AS "ORACLE_MAINTAINED", 'NO'::text AS "INHERITED", 'USING_NLS_COMP'::text AS "DEFAULT_COLLATION", 'NO'::text AS "IMPLICIT",
    'NO'::text AS "ALL_SHARD"
  FROM users
  UNION ALL SELECT 'SYS', 0, NULL, 'YES', 'Y', 'YES', 'USING_NLS_COMP', 'NO', 'NO';

CREATE FUNCTION account_status(is_locked boolean, is_expired boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(nullif(concat_ws(' & ', CASE WHEN is_expired THEN 'EXPIRED' END, CASE WHEN is_locked THEN 'LOCKED' END), ''), 'OPEN')
$$;

CREATE VIEW "DBA_USERS" AS
  SELECT username AS "USERNAME", user_id::numeric AS "USER_ID", account_status(is_locked, is_expired) AS "ACCOUNT_STATUS",
    NULL::odate AS "LOCK_DATE", NULL::odate AS "EXPIRY_DATE", default_tablespace AS "DEFAULT_TABLESPACE",
    'TEMP'::text AS "TEMPORARY_TABLESPACE", created::odate AS "CREATED", 'DEFAULT'::text AS "PROFILE",
    CASE WHEN salt IS NULL THEN 'NONE' ELSE 'PASSWORD' END::text AS "AUTHENTICATION_TYPE", 'NO'::text AS "COMMON",
    'N'::text AS "ORACLE_MAINTAINED"
  FROM users;
CREATE VIEW "USER_USERS" AS
  SELECT "USERNAME", "USER_ID", "ACCOUNT_STATUS", "LOCK_DATE", "EXPIRY_DATE", "DEFAULT_TABLESPACE", "TEMPORARY_TABLESPACE", "CREATED",
    "COMMON", "ORACLE_MAINTAINED"
  FROM "DBA_USERS" WHERE "USERNAME" = setting('user');

CREATE FUNCTION yes_no(value boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN value THEN 'YES' ELSE 'NO' END $$;

CREATE VIEW "DBA_SYS_PRIVS" AS
  SELECT grantee AS "GRANTEE", privilege AS "PRIVILEGE", yes_no(with_option) AS "ADMIN_OPTION", 'NO'::text AS "COMMON",
    'NO'::text AS "INHERITED"
  FROM grants WHERE kind = 'S';
CREATE VIEW "USER_SYS_PRIVS" AS
  SELECT "GRANTEE" AS "USERNAME", "PRIVILEGE", "ADMIN_OPTION", "COMMON", "INHERITED" FROM "DBA_SYS_PRIVS"
  WHERE "GRANTEE" IN (setting('user'), 'PUBLIC');
CREATE VIEW "ROLE_SYS_PRIVS" AS
  SELECT "GRANTEE" AS "ROLE", "PRIVILEGE", "ADMIN_OPTION", "COMMON", "INHERITED" FROM "DBA_SYS_PRIVS"
  WHERE "GRANTEE" IN (SELECT names_of(setting('user'))) AND "GRANTEE" IN (SELECT name FROM roles);
CREATE VIEW "DBA_ROLES" AS
  SELECT name AS "ROLE", 'NO'::text AS "PASSWORD_REQUIRED", 'NONE'::text AS "AUTHENTICATION_TYPE", 'NO'::text AS "COMMON",
    'N'::text AS "ORACLE_MAINTAINED"
  FROM roles;
CREATE VIEW "DBA_ROLE_PRIVS" AS
  SELECT grantee AS "GRANTEE", privilege AS "GRANTED_ROLE", yes_no(with_option) AS "ADMIN_OPTION", 'NO'::text AS "DELEGATE_OPTION",
    'YES'::text AS "DEFAULT_ROLE", 'NO'::text AS "COMMON", 'NO'::text AS "INHERITED"
  FROM grants WHERE kind = 'R';
CREATE VIEW "USER_ROLE_PRIVS" AS
  SELECT "GRANTEE" AS "USERNAME", "GRANTED_ROLE", "ADMIN_OPTION", "DELEGATE_OPTION", "DEFAULT_ROLE", 'NO'::text AS "OS_GRANTED", "COMMON",
    "INHERITED"
  FROM "DBA_ROLE_PRIVS" WHERE "GRANTEE" IN (setting('user'), 'PUBLIC');
CREATE VIEW "SESSION_ROLES" AS
  SELECT name AS "ROLE" FROM names_of(setting('user')) AS name WHERE name IN (SELECT r.name FROM roles r);
CREATE VIEW "SESSION_PRIVS" AS
  SELECT DISTINCT privilege AS "PRIVILEGE" FROM grants WHERE kind = 'S' AND grantee IN (SELECT names_of(setting('user')));

CREATE VIEW "DBA_TAB_PRIVS" AS
  SELECT g.grantee AS "GRANTEE", original_name(n.nspname::text) AS "OWNER", original_name(c.relname::text) AS "TABLE_NAME",
    g.grantor AS "GRANTOR", g.privilege AS "PRIVILEGE", yes_no(g.with_option) AS "GRANTABLE", 'NO'::text AS "HIERARCHY",
    'NO'::text AS "COMMON", CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END::text AS "TYPE",
    'NO'::text AS "INHERITED"
  FROM grants g JOIN pg_class c ON c.oid = g.object_oid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE g.kind = 'O';
CREATE VIEW "ALL_TAB_PRIVS" AS
  SELECT "GRANTOR", "GRANTEE", "OWNER" AS "TABLE_SCHEMA", "TABLE_NAME", "PRIVILEGE", "GRANTABLE", "HIERARCHY", "COMMON", "TYPE", "INHERITED"
  FROM "DBA_TAB_PRIVS"
  WHERE setting('user') IN ("GRANTOR", "OWNER") OR "GRANTEE" IN (SELECT names_of(setting('user')));
CREATE VIEW "USER_TAB_PRIVS" AS
  SELECT "GRANTEE", "OWNER", "TABLE_NAME", "GRANTOR", "PRIVILEGE", "GRANTABLE", "HIERARCHY", "COMMON", "TYPE", "INHERITED"
  FROM "DBA_TAB_PRIVS" WHERE setting('user') IN ("GRANTEE", "GRANTOR", "OWNER");

-- The bytes that the data of a user take in PostgreSQL; Oracle's own figure differs.
CREATE FUNCTION used_bytes(who text) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(pg_total_relation_size(t.table_oid)), 0)::numeric FROM "SYS".tables t JOIN pg_class c ON c.oid = t.table_oid
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = who
$$;

CREATE VIEW "DBA_TS_QUOTAS" AS
  SELECT tablespace AS "TABLESPACE_NAME", username AS "USERNAME", used_bytes(username)::numeric AS "BYTES",
    max_bytes::numeric AS "MAX_BYTES", ceil(used_bytes(username) / 8192.0) AS "BLOCKS",
    CASE WHEN max_bytes < 0 THEN -1 ELSE max_bytes / 8192 END::numeric AS "MAX_BLOCKS", 'NO'::text AS "DROPPED"
  FROM quotas;
CREATE VIEW "USER_TS_QUOTAS" AS
  SELECT "TABLESPACE_NAME", "BYTES", "MAX_BYTES", "BLOCKS", "MAX_BLOCKS", "DROPPED" FROM "DBA_TS_QUOTAS" WHERE "USERNAME" = setting('user');

-- What a session checks before a statement. -------------------------------------------------------------------------

CREATE FUNCTION session_grants(who text, OUT kind text, OUT privilege text, OUT object_oid oid, OUT schema_name text)
RETURNS SETOF record LANGUAGE sql STABLE AS $$
  SELECT kind, privilege, object_oid, schema_name FROM "SYS".grants WHERE grantee IN (SELECT "SYS".names_of(who))
$$;

-- The quota of a table's owner in the table's tablespace: -1 without limit, NULL without any.
CREATE FUNCTION quota(object oid, OUT tablespace text, OUT max_bytes bigint, OUT bytes numeric)
LANGUAGE sql STABLE AS $$
  SELECT place, CASE WHEN "SYS".has_system_privilege(u.username, 'UNLIMITED TABLESPACE') THEN -1 ELSE q.max_bytes END,
    CASE WHEN q.max_bytes > 0 THEN "SYS".used_bytes(u.username) ELSE 0 END
  FROM "SYS".tables t JOIN pg_class c ON c.oid = t.table_oid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN "SYS".users u ON u.username = "SYS".original_name(n.nspname::text)
    CROSS JOIN LATERAL (SELECT coalesce(t.attributes ->> 'TABLESPACE_NAME', u.default_tablespace) AS place) AS placed
    LEFT JOIN "SYS".quotas q ON q.tablespace = placed.place AND q.username = u.username
  WHERE t.table_oid = object AND t.duration IS NULL
$$;
