-- Lists over the other dictionary views, their short names, and what the session's user has granted or been granted.
-- Columns: Database Reference, the views' own chapters.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE VIEW "GLOBAL_NAME" AS SELECT "SYS_CONTEXT"('USERENV', 'DB_NAME') AS "GLOBAL_NAME";

CREATE VIEW "ALL_CATALOG" AS
  SELECT "OWNER", "OBJECT_NAME" AS "TABLE_NAME", "OBJECT_TYPE" AS "TABLE_TYPE" FROM "ALL_OBJECTS"
  WHERE "OBJECT_TYPE" IN ('TABLE', 'VIEW', 'SYNONYM', 'SEQUENCE');
CALL publish('{CATALOG}');
CREATE VIEW "CAT" AS SELECT * FROM "USER_CATALOG";
CREATE VIEW "TAB" AS
  SELECT "TABLE_NAME" AS "TNAME", "TABLE_TYPE" AS "TABTYPE", NULL::numeric AS "CLUSTERID" FROM "USER_CATALOG" WHERE "TABLE_TYPE" <> 'SEQUENCE';
CREATE VIEW "TABS" AS SELECT * FROM "USER_TABLES";
CREATE VIEW "COLS" AS SELECT * FROM "USER_TAB_COLUMNS";
CREATE VIEW "IND" AS SELECT * FROM "USER_INDEXES";
CREATE VIEW "OBJ" AS SELECT * FROM "USER_OBJECTS";
CREATE VIEW "SEQ" AS SELECT * FROM "USER_SEQUENCES";
CREATE VIEW "SYN" AS SELECT * FROM "USER_SYNONYMS";

CREATE VIEW "ALL_ALL_TABLES" AS
  SELECT t.*, NULL::text AS "OBJECT_ID_TYPE", NULL::text AS "TABLE_TYPE_OWNER", NULL::text AS "TABLE_TYPE" FROM "ALL_TABLES" t;
CALL publish('{ALL_TABLES}');

CREATE VIEW "ALL_TAB_PRIVS_MADE" AS
  SELECT "GRANTEE", "OWNER", "TABLE_NAME", "GRANTOR", "PRIVILEGE", "GRANTABLE", "HIERARCHY", "COMMON", "TYPE", "INHERITED"
  FROM "DBA_TAB_PRIVS" WHERE setting('user') IN ("GRANTOR", "OWNER");
CREATE VIEW "USER_TAB_PRIVS_MADE" AS
  SELECT "GRANTEE", "TABLE_NAME", "GRANTOR", "PRIVILEGE", "GRANTABLE", "HIERARCHY", "COMMON", "TYPE", "INHERITED"
  FROM "DBA_TAB_PRIVS" WHERE "OWNER" = setting('user');
CREATE VIEW "ALL_TAB_PRIVS_RECD" AS
  SELECT "GRANTEE", "OWNER", "TABLE_NAME", "GRANTOR", "PRIVILEGE", "GRANTABLE", "HIERARCHY", "COMMON", "TYPE", "INHERITED"
  FROM "DBA_TAB_PRIVS" WHERE "GRANTEE" IN (setting('user'), 'PUBLIC');
CREATE VIEW "USER_TAB_PRIVS_RECD" AS
  SELECT "OWNER", "TABLE_NAME", "GRANTOR", "PRIVILEGE", "GRANTABLE", "HIERARCHY", "COMMON", "TYPE", "INHERITED"
  FROM "DBA_TAB_PRIVS" WHERE "GRANTEE" = setting('user');
CREATE VIEW "ROLE_TAB_PRIVS" AS
  SELECT "GRANTEE" AS "ROLE", "OWNER", "TABLE_NAME", NULL::text AS "COLUMN_NAME", "PRIVILEGE", "GRANTABLE", "COMMON", "INHERITED"
  FROM "DBA_TAB_PRIVS" WHERE "GRANTEE" IN (SELECT names_of(setting('user'))) AND "GRANTEE" IN (SELECT name FROM roles);
CREATE VIEW "ROLE_ROLE_PRIVS" AS
  SELECT "GRANTEE" AS "ROLE", "GRANTED_ROLE", "ADMIN_OPTION", "COMMON", "INHERITED"
  FROM "DBA_ROLE_PRIVS" WHERE "GRANTEE" IN (SELECT names_of(setting('user'))) AND "GRANTEE" IN (SELECT name FROM roles);

-- Schema privileges came with 23ai.
DO $$
BEGIN
  IF major_release() >= 23 THEN
    CREATE VIEW "DBA_SCHEMA_PRIVS" AS
      SELECT grantee AS "GRANTEE", privilege AS "PRIVILEGE", schema_name AS "SCHEMA", yes_no(with_option) AS "ADMIN_OPTION", 'NO'::text AS "COMMON",
        'NO'::text AS "INHERITED"
      FROM grants WHERE kind = 'H';
    CREATE VIEW "USER_SCHEMA_PRIVS" AS
      SELECT "GRANTEE" AS "USERNAME", "PRIVILEGE", "SCHEMA", "ADMIN_OPTION", "COMMON", "INHERITED" FROM "DBA_SCHEMA_PRIVS"
      WHERE "GRANTEE" IN (setting('user'), 'PUBLIC');
    CREATE VIEW "SESSION_SCHEMA_PRIVS" AS
      SELECT DISTINCT "PRIVILEGE", "SCHEMA" FROM "DBA_SCHEMA_PRIVS" WHERE "GRANTEE" IN (SELECT names_of(setting('user')));
  END IF;
END $$;

-- Space is that of PostgreSQL, in extents of 64 KB.
CREATE VIEW "DBA_SEGMENTS" AS
  SELECT owner AS "OWNER", name AS "SEGMENT_NAME", NULL::text AS "PARTITION_NAME", type AS "SEGMENT_TYPE", 'ASSM'::text AS "SEGMENT_SUBTYPE",
    tablespace AS "TABLESPACE_NAME", (extents * 65536)::numeric AS "BYTES", (extents * 8)::numeric AS "BLOCKS", extents::numeric AS "EXTENTS",
    65536::numeric AS "INITIAL_EXTENT", 1048576::numeric AS "NEXT_EXTENT", 1::numeric AS "MIN_EXTENTS", 2147483645::numeric AS "MAX_EXTENTS",
    2147483645::numeric AS "MAX_SIZE", NULL::numeric AS "PCT_INCREASE", 'DEFAULT'::text AS "BUFFER_POOL", 'DEFAULT'::text AS "FLASH_CACHE",
    'DEFAULT'::text AS "CELL_FLASH_CACHE"
  FROM (
    SELECT owner, table_name AS name, 'TABLE'::text AS type, coalesce(attributes ->> 'TABLESPACE_NAME', 'USERS') AS tablespace,
      greatest(1, ceil(pg_relation_size(table_oid) / 65536.0)) AS extents
    FROM relations WHERE duration IS NULL AND NOT is_partitioned AND has_segment(table_oid, attributes)
    UNION ALL
    SELECT i.owner, i.index_name, 'INDEX', coalesce(i.attributes ->> 'TABLESPACE_NAME', 'USERS'), greatest(1, ceil(pg_relation_size(i.index_oid) / 65536.0))
    FROM table_indexes i JOIN relations r ON r.table_oid = i.table_oid
    WHERE i.duration IS NULL AND NOT i.is_local AND has_segment(r.table_oid, r.attributes)) AS segments;
CREATE VIEW "USER_SEGMENTS" AS
  SELECT "SEGMENT_NAME", "PARTITION_NAME", "SEGMENT_TYPE", "SEGMENT_SUBTYPE", "TABLESPACE_NAME", "BYTES", "BLOCKS", "EXTENTS", "INITIAL_EXTENT",
    "NEXT_EXTENT", "MIN_EXTENTS", "MAX_EXTENTS", "MAX_SIZE", "PCT_INCREASE", "BUFFER_POOL", "FLASH_CACHE", "CELL_FLASH_CACHE"
  FROM "DBA_SEGMENTS" WHERE "OWNER" = setting('user');

-- Last: it lists all views before it.
CREATE VIEW dictionary_views AS
  SELECT oid, relname::text AS name FROM pg_class
  WHERE relnamespace = '"SYS"'::regnamespace AND relkind = 'v' AND relname::text = upper(relname::text) AND relname::text <> 'DUAL';
CREATE VIEW "DICTIONARY" AS SELECT name AS "TABLE_NAME", NULL::text AS "COMMENTS" FROM dictionary_views;
CREATE VIEW "DICT" AS SELECT * FROM "DICTIONARY";
CREATE VIEW "DICT_COLUMNS" AS
  SELECT name AS "TABLE_NAME", attname::text AS "COLUMN_NAME", NULL::text AS "COMMENTS"
  FROM dictionary_views JOIN pg_attribute ON attrelid = oid AND attnum > 0;
