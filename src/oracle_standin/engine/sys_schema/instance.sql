-- What the database says of itself. Columns: Database Reference, the views' own chapters; a V$ view that is not public needs
-- SELECT_CATALOG_ROLE or SELECT ANY DICTIONARY.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- Public. TRUE is installed, not licensed.
CREATE VIEW "V$OPTION" AS
  SELECT name AS "PARAMETER", value AS "VALUE", 0::numeric AS "CON_ID" FROM (VALUES
    ('Partitioning'::text, 'TRUE'::text), ('Advanced Compression', 'TRUE'), ('Basic Compression', 'TRUE'), ('Bit-mapped indexes', 'TRUE'),
    ('Deferred Segment Creation', 'TRUE'), ('Parallel execution', 'TRUE'), ('In-Memory Column Store', 'TRUE'),
    ('Online Index Build', 'TRUE'), ('Real Application Clusters', 'FALSE'), ('Oracle Data Guard', 'FALSE'),
    ('Unified Auditing', 'FALSE')) AS options(name, value);

CREATE VIEW "V$INSTANCE" AS
  SELECT 1::numeric AS "INSTANCE_NUMBER", 'STANDIN'::text AS "INSTANCE_NAME", 'localhost'::text AS "HOST_NAME",
    rdbms_version() AS "VERSION", pg_postmaster_start_time()::timestamp::odate AS "STARTUP_TIME", 'OPEN'::text AS "STATUS",
    'NO'::text AS "PARALLEL", 1::numeric AS "THREAD#", 'STARTED'::text AS "ARCHIVER", 'ALLOWED'::text AS "LOGINS",
    'NO'::text AS "SHUTDOWN_PENDING", 'ACTIVE'::text AS "DATABASE_STATUS", 'PRIMARY_INSTANCE'::text AS "INSTANCE_ROLE",
    'NORMAL'::text AS "ACTIVE_STATE", 'NO'::text AS "BLOCKED", 0::numeric AS "CON_ID", 'oracle_standin, not Oracle'::text AS "EDITION";

CREATE VIEW "V$DATABASE" AS
  SELECT 1::numeric AS "DBID", 'STANDIN'::text AS "NAME", pg_postmaster_start_time()::timestamp::odate AS "CREATED",
    'NOARCHIVELOG'::text AS "LOG_MODE", 'READ WRITE'::text AS "OPEN_MODE", 'PRIMARY'::text AS "DATABASE_ROLE",
    'NO'::text AS "FORCE_LOGGING", 'STANDIN'::text AS "DB_UNIQUE_NAME", 'NO'::text AS "CDB", 0::numeric AS "CON_ID";

CREATE VIEW "V$PARAMETER" AS
  SELECT row_number() OVER ()::numeric AS "NUM", name AS "NAME", kind::numeric AS "TYPE", value AS "VALUE", value AS "DISPLAY_VALUE",
    'TRUE'::text AS "ISDEFAULT", 'FALSE'::text AS "ISMODIFIED", 0::numeric AS "CON_ID"
  FROM (VALUES ('compatible'::text, 2, rdbms_version()),
    ('max_string_size', 2, CASE WHEN max_string_bytes() > 4000 THEN 'EXTENDED' ELSE 'STANDARD' END::text),
    ('db_name', 2, 'STANDIN'), ('db_unique_name', 2, 'STANDIN'), ('db_domain', 2, NULL), ('instance_name', 2, 'STANDIN'),
    ('db_block_size', 3, '8192'), ('open_cursors', 3, '300'), ('nls_length_semantics', 2, 'BYTE'), ('sql92_security', 1, 'TRUE'),
    ('deferred_segment_creation', 1, 'TRUE'), ('ddl_lock_timeout', 3, '0'), ('recyclebin', 2, 'OFF')) AS parameters(name, kind, value);

CREATE VIEW "V$TEMPORARY_LOBS" AS
  SELECT sid::numeric AS "SID", 0::numeric AS "CACHE_LOBS", 0::numeric AS "NOCACHE_LOBS", 0::numeric AS "ABSTRACT_LOBS", 0::numeric AS "CON_ID"
  FROM sessions WHERE false;
