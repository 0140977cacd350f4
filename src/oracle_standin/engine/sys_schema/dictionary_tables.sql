-- Dictionary views of tables, constraints, indexes, partitions and LOBs. Columns: Database Reference, the views' chapters.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- Whether a table has a segment: with SEGMENT CREATION IMMEDIATE, or since its first row.
CREATE FUNCTION has_segment(relation oid, attributes jsonb) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT attributes ->> 'SEGMENT_CREATED' = 'YES' OR pg_relation_size(relation) > 0 $$;

-- "Without" a value here: physical attributes of partitioned tables are those of their partitions.
CREATE VIEW "ALL_TABLES" AS
  SELECT r.owner AS "OWNER", r.table_name AS "TABLE_NAME",
    CASE WHEN simple THEN coalesce(attributes ->> 'TABLESPACE_NAME', 'USERS') END AS "TABLESPACE_NAME",
    NULL::text AS "CLUSTER_NAME", NULL::text AS "IOT_NAME", 'VALID'::text AS "STATUS",
    CASE WHEN NOT is_partitioned THEN coalesce(attributes ->> 'PCT_FREE', CASE attributes ->> 'COMPRESS_FOR' WHEN 'BASIC' THEN '0' ELSE '10' END)
      END::text::numeric AS "PCT_FREE",
    (attributes ->> 'PCT_USED')::text::numeric AS "PCT_USED",
    CASE WHEN NOT is_partitioned THEN coalesce(attributes ->> 'INI_TRANS', '1') END::text::numeric AS "INI_TRANS",
    CASE WHEN NOT is_partitioned THEN coalesce(attributes ->> 'MAX_TRANS', '255') END::text::numeric AS "MAX_TRANS",
    CASE WHEN simple AND segment THEN 65536 END::numeric AS "INITIAL_EXTENT", CASE WHEN simple AND segment THEN 1048576 END::numeric AS "NEXT_EXTENT",
    CASE WHEN simple AND segment THEN 1 END::numeric AS "MIN_EXTENTS", CASE WHEN simple AND segment THEN 2147483645 END::numeric AS "MAX_EXTENTS",
    NULL::numeric AS "PCT_INCREASE", NULL::numeric AS "FREELISTS", NULL::numeric AS "FREELIST_GROUPS",
    CASE WHEN duration IS NOT NULL THEN 'NO' WHEN NOT is_partitioned THEN coalesce(attributes ->> 'LOGGING', 'YES') END AS "LOGGING",
    'N'::text AS "BACKED_UP", num_rows AS "NUM_ROWS", blocks AS "BLOCKS", CASE WHEN num_rows IS NOT NULL THEN 0 END::numeric AS "EMPTY_BLOCKS",
    CASE WHEN num_rows IS NOT NULL THEN 0 END::numeric AS "AVG_SPACE", CASE WHEN num_rows IS NOT NULL THEN 0 END::numeric AS "CHAIN_CNT",
    avg_row_len AS "AVG_ROW_LEN", NULL::numeric AS "AVG_SPACE_FREELIST_BLOCKS", NULL::numeric AS "NUM_FREELIST_BLOCKS",
    lpad(coalesce(attributes ->> 'DEGREE', '1'), 10) AS "DEGREE", lpad('1', 10) AS "INSTANCES",
    lpad(coalesce(attributes ->> 'CACHE', 'N'), 5) AS "CACHE", 'ENABLED'::text AS "TABLE_LOCK", num_rows AS "SAMPLE_SIZE",
    last_analyzed::odate AS "LAST_ANALYZED", yes(is_partitioned) AS "PARTITIONED", NULL::text AS "IOT_TYPE",
    y(duration IS NOT NULL) AS "TEMPORARY", 'N'::text AS "SECONDARY", 'NO'::text AS "NESTED",
    CASE WHEN NOT is_partitioned THEN 'DEFAULT' END::text AS "BUFFER_POOL", CASE WHEN NOT is_partitioned THEN 'DEFAULT' END::text AS "FLASH_CACHE",
    CASE WHEN NOT is_partitioned THEN 'DEFAULT' END::text AS "CELL_FLASH_CACHE",
    coalesce(attributes ->> 'ROW_MOVEMENT', 'DISABLED') AS "ROW_MOVEMENT", yes(num_rows IS NOT NULL) AS "GLOBAL_STATS", 'NO'::text AS "USER_STATS",
    duration AS "DURATION", 'DISABLED'::text AS "SKIP_CORRUPT", yes(duration IS NULL) AS "MONITORING", NULL::text AS "CLUSTER_OWNER",
    'DISABLED'::text AS "DEPENDENCIES",
    CASE WHEN NOT is_partitioned THEN coalesce(attributes ->> 'COMPRESSION', 'DISABLED') END AS "COMPRESSION",
    CASE WHEN NOT is_partitioned THEN attributes ->> 'COMPRESS_FOR' END AS "COMPRESS_FOR", 'NO'::text AS "DROPPED", 'NO'::text AS "READ_ONLY",
    CASE WHEN is_partitioned THEN 'N/A' WHEN duration IS NOT NULL THEN 'NO' ELSE yes(segment) END::text AS "SEGMENT_CREATED",
    coalesce(attributes ->> 'RESULT_CACHE', 'DEFAULT') AS "RESULT_CACHE", 'NO'::text AS "CLUSTERING", NULL::text AS "ACTIVITY_TRACKING",
    NULL::text AS "DML_TIMESTAMP", yes(EXISTS (SELECT 1 FROM identity_columns i WHERE i.table_oid = r.table_oid)) AS "HAS_IDENTITY", 'NO'::text AS "CONTAINER_DATA",
    CASE WHEN NOT is_partitioned THEN coalesce(attributes ->> 'INMEMORY', 'DISABLED') END AS "INMEMORY",
    attributes ->> 'INMEMORY_PRIORITY' AS "INMEMORY_PRIORITY", attributes ->> 'INMEMORY_DISTRIBUTE' AS "INMEMORY_DISTRIBUTE",
    attributes ->> 'INMEMORY_COMPRESSION' AS "INMEMORY_COMPRESSION", attributes ->> 'INMEMORY_DUPLICATE' AS "INMEMORY_DUPLICATE",
    'USING_NLS_COMP'::text AS "DEFAULT_COLLATION", 'N'::text AS "DUPLICATED", 'N'::text AS "SHARDED", 'NO'::text AS "EXTERNAL", 'NO'::text AS "HYBRID"
  FROM relations r, LATERAL (SELECT duration IS NULL AND NOT is_partitioned AS simple, has_segment(table_oid, attributes) AS segment) AS storage;

CREATE VIEW "ALL_TAB_STATISTICS" AS
  SELECT owner AS "OWNER", table_name AS "TABLE_NAME", NULL::text AS "PARTITION_NAME", NULL::numeric AS "PARTITION_POSITION",
    NULL::text AS "SUBPARTITION_NAME", NULL::numeric AS "SUBPARTITION_POSITION", 'TABLE'::text AS "OBJECT_TYPE", num_rows AS "NUM_ROWS",
    blocks AS "BLOCKS", avg_row_len AS "AVG_ROW_LEN", num_rows AS "SAMPLE_SIZE", last_analyzed::odate AS "LAST_ANALYZED",
    yes(num_rows IS NOT NULL) AS "GLOBAL_STATS", 'NO'::text AS "USER_STATS", NULL::text AS "STATTYPE_LOCKED",
    CASE WHEN num_rows IS NOT NULL THEN 'NO' END::text AS "STALE_STATS", CASE WHEN duration IS NULL THEN 'SHARED' END::text AS "SCOPE"
  FROM relations;

CREATE VIEW "ALL_UNUSED_COL_TABS" AS
  SELECT r.owner AS "OWNER", r.table_name AS "TABLE_NAME", count(*)::numeric AS "COUNT"
  FROM relations r JOIN unused_columns c ON c.table_oid = r.table_oid GROUP BY r.owner, r.table_name;

-- Constraints without those that only the stand-in knows. A primary key's NOT NULLs are no constraints in Oracle.
CREATE VIEW constraints AS
  SELECT r.owner, r.table_name, k.oid, k.conindid, coalesce(d.key_columns, k.conkey::int[]) AS key_columns, k.confrelid, k.conrelid,
    k.confdeltype, k.condeferrable, k.condeferred, k.contype, k.conenforced AS is_enabled, coalesce(d.is_validated, true) AND k.convalidated AS is_validated,
    coalesce(d.is_rely, false) AS is_rely, coalesce(d.is_generated, false) AS is_generated, d.last_change,
    original_name(k.conname::text) AS constraint_name, d.condition_text,
    coalesce(d.kind, CASE k.contype WHEN 'p' THEN 'P' WHEN 'u' THEN 'U' WHEN 'f' THEN 'R' ELSE 'C' END) AS constraint_type
  FROM relations r JOIN storage s ON s.table_oid = r.table_oid JOIN pg_constraint k ON k.conrelid = s.storage_oid LEFT JOIN constraint_details d ON d.constraint_oid = k.oid
  WHERE k.conname NOT LIKE '~%' AND (k.contype IN ('p', 'u', 'f', 'c') OR k.contype = 'n' AND d.constraint_oid IS NOT NULL);

CREATE FUNCTION key_index_name(index_oid oid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(x.index_name, original_name(c.relname::text))
  FROM pg_class c LEFT JOIN indexes x ON x.index_oid = c.oid WHERE c.oid = key_index_name.index_oid
$$;

CREATE VIEW "ALL_CONSTRAINTS" AS
  SELECT k.owner AS "OWNER", k.constraint_name AS "CONSTRAINT_NAME", k.constraint_type::text AS "CONSTRAINT_TYPE",
    k.table_name AS "TABLE_NAME", condition AS "SEARCH_CONDITION", condition AS "SEARCH_CONDITION_VC",
    parent.owner AS "R_OWNER", parent.constraint_name AS "R_CONSTRAINT_NAME",
    CASE WHEN k.contype = 'f' THEN CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'NO ACTION' END END::text
      AS "DELETE_RULE",
    CASE WHEN k.is_enabled THEN 'ENABLED' ELSE 'DISABLED' END::text AS "STATUS", 
    CASE WHEN k.condeferrable THEN 'DEFERRABLE' ELSE 'NOT DEFERRABLE' END::text AS "DEFERRABLE",
    CASE WHEN k.condeferred THEN 'DEFERRED' ELSE 'IMMEDIATE' END::text AS "DEFERRED",
    CASE WHEN k.is_validated AND k.is_enabled THEN 'VALIDATED' ELSE 'NOT VALIDATED' END::text AS "VALIDATED",
    CASE WHEN k.is_generated THEN 'GENERATED NAME' ELSE 'USER NAME' END::text AS "GENERATED", NULL::text AS "BAD",
    CASE WHEN k.is_rely THEN 'RELY' END::text AS "RELY", k.last_change::odate AS "LAST_CHANGE",
    CASE WHEN k.contype IN ('p', 'u') THEN k.owner END AS "INDEX_OWNER",
    CASE WHEN k.contype IN ('p', 'u') THEN key_index_name(k.conindid) END AS "INDEX_NAME",
    NULL::text AS "INVALID", NULL::text AS "VIEW_RELATED", 0::numeric AS "ORIGIN_CON_ID"
  FROM constraints k
    LEFT JOIN constraints parent ON k.contype = 'f' AND parent.conindid = k.conindid AND parent.contype IN ('p', 'u'),
    LATERAL (SELECT CASE k.contype WHEN 'n' THEN (SELECT '"' || original_name(a.attname::text) || '" IS NOT NULL' FROM pg_attribute a
      WHERE a.attrelid = k.conrelid AND a.attnum = k.key_columns[1]) ELSE k.condition_text END AS condition)
  UNION ALL
  SELECT owner, coalesce(constraint_name, 'SYS_C' || lpad(view_oid::varchar, 7, '0')),
    CASE restriction WHEN 'READ ONLY' THEN 'O' ELSE 'V' END, name, NULL, NULL, NULL, NULL, NULL, 'ENABLED', 'NOT DEFERRABLE', 'IMMEDIATE',
    'NOT VALIDATED', CASE WHEN constraint_name IS NULL THEN 'GENERATED NAME' ELSE 'USER NAME' END, NULL, NULL, last_ddl::odate, NULL, NULL,
    NULL, NULL, 0
  FROM views WHERE restriction <> '' AND may_see(owner, view_oid);

CREATE VIEW "ALL_CONS_COLUMNS" AS
  SELECT k.owner AS "OWNER", k.constraint_name AS "CONSTRAINT_NAME", k.table_name AS "TABLE_NAME",
    original_name(a.attname::text) AS "COLUMN_NAME", CASE WHEN k.constraint_type IN ('P', 'U', 'R') THEN place::numeric END AS "POSITION"
  FROM constraints k, LATERAL unnest(k.key_columns) WITH ORDINALITY AS key(number, place)
    JOIN pg_attribute a ON a.attnum = key.number WHERE a.attrelid = k.conrelid;

-- Every index that a client knows.
CREATE VIEW table_indexes AS
  SELECT r.owner, r.table_name, r.table_oid, r.duration, r.is_partitioned AND coalesce(x.is_local, false) AS is_local, i.indexrelid AS index_oid,
    coalesce(x.index_name, original_name(c.relname::text)) AS index_name, coalesce(x.attributes, '{}') AS attributes,
    coalesce(x.expressions, '{}') AS expressions, x.created, x.last_ddl, x.num_rows, x.last_analyzed, i.indisvalid AS is_usable,
    i.indisunique AS is_unique, i.indexprs IS NOT NULL OR (i.indoption::text ~ '[13]') AS is_function_based, i.indkey, i.indoption, i.indnkeyatts,
    k.oid IS NOT NULL AS is_of_constraint, coalesce(d.is_generated, false) AND x.index_name IS NULL AS is_generated
  FROM relations r JOIN storage s ON s.table_oid = r.table_oid JOIN pg_index i ON i.indrelid = s.storage_oid
    JOIN pg_class c ON c.oid = i.indexrelid AND c.relname NOT LIKE '~%'
    LEFT JOIN indexes x ON x.index_oid = i.indexrelid
    LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u') AND k.conrelid = i.indrelid
    LEFT JOIN constraint_details d ON d.constraint_oid = k.oid
  WHERE c.relname NOT LIKE '~%';

CREATE VIEW "ALL_INDEXES" AS
  SELECT owner AS "OWNER", index_name AS "INDEX_NAME",
    CASE WHEN is_function_based THEN 'FUNCTION-BASED ' ELSE '' END || coalesce(attributes ->> 'INDEX_TYPE', 'NORMAL')
      || CASE attributes ->> 'REVERSE' WHEN 'YES' THEN '/REV' ELSE '' END AS "INDEX_TYPE",
    owner AS "TABLE_OWNER", table_name AS "TABLE_NAME", 'TABLE'::text AS "TABLE_TYPE",
    CASE WHEN is_unique THEN 'UNIQUE' ELSE 'NONUNIQUE' END::text AS "UNIQUENESS",
    coalesce(CASE attributes ->> 'COMPRESSION' WHEN '' THEN NULL ELSE attributes ->> 'COMPRESSION' END, 'DISABLED') AS "COMPRESSION",
    (attributes ->> 'PREFIX_LENGTH')::text::numeric AS "PREFIX_LENGTH",
    CASE WHEN NOT is_local AND duration IS NULL THEN coalesce(attributes ->> 'TABLESPACE_NAME', 'USERS') END AS "TABLESPACE_NAME",
    coalesce(attributes ->> 'INI_TRANS', '2')::text::numeric AS "INI_TRANS", coalesce(attributes ->> 'MAX_TRANS', '255')::text::numeric AS "MAX_TRANS",
    coalesce(attributes ->> 'PCT_FREE', '10')::text::numeric AS "PCT_FREE",
    CASE WHEN duration IS NOT NULL THEN 'NO' WHEN NOT is_local THEN coalesce(attributes ->> 'LOGGING', 'YES') END AS "LOGGING",
    NULL::numeric AS "BLEVEL", NULL::numeric AS "LEAF_BLOCKS", num_rows AS "DISTINCT_KEYS", NULL::numeric AS "CLUSTERING_FACTOR",
    CASE WHEN is_local THEN 'N/A' WHEN is_usable THEN 'VALID' ELSE 'UNUSABLE' END::text AS "STATUS", num_rows AS "NUM_ROWS", num_rows AS "SAMPLE_SIZE",
    last_analyzed::odate AS "LAST_ANALYZED", coalesce(attributes ->> 'DEGREE', '1') AS "DEGREE", '1'::text AS "INSTANCES",
    yes(is_local) AS "PARTITIONED", y(duration IS NOT NULL) AS "TEMPORARY", y(is_generated) AS "GENERATED", 'N'::text AS "SECONDARY",
    'DEFAULT'::text AS "BUFFER_POOL", 'NO'::text AS "USER_STATS", duration AS "DURATION", 'YES'::text AS "GLOBAL_STATS", 'NO'::text AS "DROPPED",
    CASE WHEN is_function_based THEN 'ENABLED' END::text AS "FUNCIDX_STATUS", 'NO'::text AS "JOIN_INDEX",
    coalesce(attributes ->> 'VISIBILITY', 'VISIBLE') AS "VISIBILITY", 'YES'::text AS "SEGMENT_CREATED", 'FULL'::text AS "INDEXING",
    yes(is_of_constraint) AS "CONSTRAINT_INDEX", 'NO'::text AS "AUTO"
  FROM table_indexes;

-- The name of a key's hidden column, of an expression.
CREATE FUNCTION hidden_column(relation oid, place int) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT 'SYS_NC' || lpad(((SELECT count(*) FROM columns c WHERE c.table_oid = relation) + place)::varchar, 5, '0') || '$'
$$;

CREATE VIEW "ALL_IND_COLUMNS" AS
  SELECT i.owner AS "INDEX_OWNER", i.index_name AS "INDEX_NAME", i.owner AS "TABLE_OWNER", i.table_name AS "TABLE_NAME",
    CASE WHEN a.attnum IS NULL OR i.indoption[place - 1] & 1 = 1 THEN hidden_column(i.table_oid, place) ELSE original_name(a.attname::text) END AS "COLUMN_NAME",
    place::numeric AS "COLUMN_POSITION", coalesce(data_length(k.kind, k.length, k.unit, k.type_scale), 4000) AS "COLUMN_LENGTH",
    CASE WHEN is_sized_text(k.kind) THEN k.length ELSE 0 END::numeric AS "CHAR_LENGTH",
    CASE WHEN i.indoption[place - 1] & 1 = 1 THEN 'DESC' ELSE 'ASC' END::text AS "DESCEND"
  FROM table_indexes i CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) AS place
    LEFT JOIN pg_attribute a ON a.attrelid = i.table_oid AND a.attnum = i.indkey[place - 1] AND a.attnum > 0
    LEFT JOIN columns k ON k.table_oid = i.table_oid AND k.attnum = a.attnum;

CREATE VIEW "ALL_IND_EXPRESSIONS" AS
  SELECT i.owner AS "INDEX_OWNER", i.index_name AS "INDEX_NAME", i.owner AS "TABLE_OWNER", i.table_name AS "TABLE_NAME",
    coalesce(i.expressions ->> place::varchar, '"' || original_name(a.attname::text) || '"') AS "COLUMN_EXPRESSION", place::numeric AS "COLUMN_POSITION"
  FROM table_indexes i CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) AS place
    LEFT JOIN pg_attribute a ON a.attrelid = i.table_oid AND a.attnum = i.indkey[place - 1] AND a.attnum > 0
  WHERE a.attnum IS NULL OR i.indoption[place - 1] & 1 = 1;

-- Partitions as one, also those that two sessions have made at a time.
CREATE VIEW table_partitions AS
  SELECT p.*, (row_number() OVER (PARTITION BY table_oid ORDER BY interval_place NULLS FIRST, position))::numeric AS place
  FROM (SELECT DISTINCT ON (table_oid, position, interval_place) * FROM partitions ORDER BY table_oid, position, interval_place, partition_name) AS p;

CREATE VIEW "ALL_TAB_PARTITIONS" AS
  SELECT r.owner AS "TABLE_OWNER", r.table_name AS "TABLE_NAME", 'NO'::text AS "COMPOSITE", p.partition_name AS "PARTITION_NAME",
    0::numeric AS "SUBPARTITION_COUNT", p.high_value AS "HIGH_VALUE", length(p.high_value)::numeric AS "HIGH_VALUE_LENGTH",
    p.place AS "PARTITION_POSITION", coalesce(merged ->> 'TABLESPACE_NAME', 'USERS') AS "TABLESPACE_NAME",
    coalesce(merged ->> 'PCT_FREE', CASE merged ->> 'COMPRESS_FOR' WHEN 'BASIC' THEN '0' ELSE '10' END)::text::numeric AS "PCT_FREE",
    coalesce(merged ->> 'LOGGING', 'YES') AS "LOGGING", coalesce(merged ->> 'COMPRESSION', 'DISABLED') AS "COMPRESSION",
    merged ->> 'COMPRESS_FOR' AS "COMPRESS_FOR", NULL::numeric AS "NUM_ROWS", NULL::numeric AS "BLOCKS", NULL::numeric AS "AVG_ROW_LEN",
    NULL::numeric AS "SAMPLE_SIZE", NULL::odate AS "LAST_ANALYZED", yes(p.interval_place IS NOT NULL) AS "INTERVAL",
    yes(coalesce(merged ->> 'SEGMENT_CREATED', 'NO') = 'YES') AS "SEGMENT_CREATED", coalesce(merged ->> 'INMEMORY', 'DISABLED') AS "INMEMORY",
    'NO'::text AS "READ_ONLY"
  FROM relations r JOIN table_partitions p ON p.table_oid = r.table_oid, LATERAL (SELECT r.attributes || p.attributes AS merged);

CREATE VIEW "ALL_PART_TABLES" AS
  SELECT r.owner AS "OWNER", r.table_name AS "TABLE_NAME", t.kind AS "PARTITIONING_TYPE", 'NONE'::text AS "SUBPARTITIONING_TYPE",
    CASE WHEN t.interval_sql IS NOT NULL THEN 1048575 ELSE (SELECT count(*) FROM table_partitions p WHERE p.table_oid = r.table_oid) END::numeric
      AS "PARTITION_COUNT",
    0::numeric AS "DEF_SUBPARTITION_COUNT", jsonb_array_length(t.key_columns)::numeric AS "PARTITIONING_KEY_COUNT",
    0::numeric AS "SUBPARTITIONING_KEY_COUNT", 'VALID'::text AS "STATUS", coalesce(r.attributes ->> 'TABLESPACE_NAME', 'USERS') AS "DEF_TABLESPACE_NAME",
    coalesce(r.attributes ->> 'LOGGING', 'NONE') AS "DEF_LOGGING", coalesce(r.attributes ->> 'COMPRESSION', 'NONE') AS "DEF_COMPRESSION",
    r.attributes ->> 'COMPRESS_FOR' AS "DEF_COMPRESS_FOR", NULL::text AS "REF_PTN_CONSTRAINT_NAME", t.interval_text AS "INTERVAL",
    yes(t.is_automatic) AS "AUTOLIST", NULL::text AS "INTERVAL_SUBPARTITION", 'NO'::text AS "AUTOLIST_SUBPARTITION", 'NO'::text AS "IS_NESTED",
    'ON'::text AS "DEF_INDEXING"
  FROM relations r JOIN partitioned_tables t ON t.table_oid = r.table_oid;

CREATE VIEW "ALL_PART_KEY_COLUMNS" AS
  SELECT r.owner AS "OWNER", r.table_name AS "NAME", 'TABLE'::text AS "OBJECT_TYPE", key.name AS "COLUMN_NAME", key.place::numeric AS "COLUMN_POSITION",
    NULL::numeric AS "COLLATED_COLUMN_ID"
  FROM relations r JOIN partitioned_tables t ON t.table_oid = r.table_oid,
    LATERAL jsonb_array_elements_text(t.key_columns) WITH ORDINALITY AS key(name, place)
  UNION ALL
  SELECT i.owner, i.index_name, 'INDEX', key.name, key.place, NULL
  FROM table_indexes i JOIN partitioned_tables t ON t.table_oid = i.table_oid AND i.is_local,
    LATERAL jsonb_array_elements_text(t.key_columns) WITH ORDINALITY AS key(name, place);

CREATE VIEW "ALL_PART_INDEXES" AS
  SELECT i.owner AS "OWNER", i.index_name AS "INDEX_NAME", i.table_name AS "TABLE_NAME", t.kind AS "PARTITIONING_TYPE",
    'NONE'::text AS "SUBPARTITIONING_TYPE",
    CASE WHEN t.interval_sql IS NOT NULL THEN 1048575 ELSE (SELECT count(*) FROM table_partitions p WHERE p.table_oid = i.table_oid) END::numeric
      AS "PARTITION_COUNT",
    jsonb_array_length(t.key_columns)::numeric AS "PARTITIONING_KEY_COUNT", 'LOCAL'::text AS "LOCALITY",
    CASE WHEN (SELECT original_name(a.attname::text) FROM pg_attribute a WHERE a.attrelid = i.table_oid AND a.attnum = i.indkey[0]) = t.key_columns ->> 0
      THEN 'PREFIXED' ELSE 'NON_PREFIXED' END::text AS "ALIGNMENT",
    t.interval_text AS "INTERVAL", yes(t.is_automatic) AS "AUTOLIST"
  FROM table_indexes i JOIN partitioned_tables t ON t.table_oid = i.table_oid AND i.is_local;

CREATE VIEW "ALL_IND_PARTITIONS" AS
  SELECT i.owner AS "INDEX_OWNER", i.index_name AS "INDEX_NAME", 'NO'::text AS "COMPOSITE", p.partition_name AS "PARTITION_NAME",
    0::numeric AS "SUBPARTITION_COUNT", p.high_value AS "HIGH_VALUE", length(p.high_value)::numeric AS "HIGH_VALUE_LENGTH",
    p.place AS "PARTITION_POSITION", CASE WHEN i.is_usable THEN 'USABLE' ELSE 'UNUSABLE' END::text AS "STATUS",
    coalesce(i.attributes ->> 'TABLESPACE_NAME', 'USERS') AS "TABLESPACE_NAME", coalesce(i.attributes ->> 'LOGGING', 'YES') AS "LOGGING",
    'DISABLED'::text AS "COMPRESSION", yes(p.interval_place IS NOT NULL) AS "INTERVAL"
  FROM table_indexes i JOIN table_partitions p ON p.table_oid = i.table_oid AND i.is_local;

CREATE VIEW "ALL_LOBS" AS
  SELECT r.owner AS "OWNER", r.table_name AS "TABLE_NAME", original_name(a.attname::text) AS "COLUMN_NAME",
    coalesce(l ->> 'SEGMENT_NAME', format('SYS_LOB%sC%s$$', lpad(r.table_oid::varchar, 10, '0'), lpad(c.attnum::varchar, 5, '0'))) AS "SEGMENT_NAME",
    CASE WHEN r.duration IS NULL THEN coalesce(l ->> 'TABLESPACE_NAME', r.attributes ->> 'TABLESPACE_NAME', 'USERS') END AS "TABLESPACE_NAME",
    format('SYS_IL%sC%s$$', lpad(r.table_oid::varchar, 10, '0'), lpad(c.attnum::varchar, 5, '0')) AS "INDEX_NAME",
    coalesce(l ->> 'CHUNK', '8192')::text::numeric AS "CHUNK", (l ->> 'PCTVERSION')::text::numeric AS "PCTVERSION", NULL::numeric AS "RETENTION",
    (l ->> 'FREEPOOLS')::text::numeric AS "FREEPOOLS", coalesce(l ->> 'CACHE', 'NO') AS "CACHE", coalesce(l ->> 'LOGGING', 'YES') AS "LOGGING",
    coalesce(l ->> 'ENCRYPT', 'NO') AS "ENCRYPT", coalesce(l ->> 'COMPRESSION', 'NO') AS "COMPRESSION",
    coalesce(l ->> 'DEDUPLICATION', 'NO') AS "DEDUPLICATION", coalesce(l ->> 'IN_ROW', 'YES') AS "IN_ROW",
    CASE WHEN c.kind = 'BLOB' THEN 'NOT APPLICABLE' ELSE 'ENDIAN NEUTRAL ' END::text AS "FORMAT", yes(r.is_partitioned) AS "PARTITIONED",
    coalesce(l ->> 'SECUREFILE', 'YES') AS "SECUREFILE", yes(has_segment(r.table_oid, r.attributes)) AS "SEGMENT_CREATED",
    coalesce(l ->> 'RETENTION_TYPE', 'DEFAULT') AS "RETENTION_TYPE", NULL::numeric AS "RETENTION_VALUE"
  FROM relations r JOIN columns c ON c.table_oid = r.table_oid AND c.kind IN ('CLOB', 'NCLOB', 'BLOB')
    JOIN pg_attribute a ON a.attrelid = c.table_oid AND a.attnum = c.attnum, LATERAL (SELECT r.lobs -> c.attnum::varchar AS l);

CREATE VIEW "ALL_JSON_COLUMNS" AS
  SELECT r.owner AS "OWNER", r.table_name AS "TABLE_NAME", 'TABLE'::text AS "OBJECT_TYPE", original_name(a.attname::text) AS "COLUMN_NAME",
    CASE c.kind WHEN 'JSON' THEN 'OSON' ELSE 'TEXT' END::text AS "FORMAT", data_type(c.kind, c.type_precision, c.type_scale) AS "DATA_TYPE"
  FROM relations r JOIN columns c ON c.table_oid = r.table_oid AND (c.is_json OR c.kind = 'JSON')
    JOIN pg_attribute a ON a.attrelid = c.table_oid AND a.attnum = c.attnum;

CREATE VIEW "ALL_TAB_COMMENTS" AS
  SELECT owner AS "OWNER", table_name AS "TABLE_NAME", 'TABLE'::text AS "TABLE_TYPE", obj_description(table_oid, 'pg_class') AS "COMMENTS",
    0::numeric AS "ORIGIN_CON_ID"
  FROM relations WHERE table_oid NOT IN (SELECT m.table_oid FROM materialized_views m)  -- ALL_MVIEW_COMMENTS has those
  UNION ALL
  SELECT owner, name, 'VIEW', obj_description(view_oid, 'pg_class'), 0 FROM views WHERE may_see(owner, view_oid);
CREATE VIEW "ALL_COL_COMMENTS" AS
  SELECT r.owner AS "OWNER", r.table_name AS "TABLE_NAME", original_name(a.attname::text) AS "COLUMN_NAME",
    col_description(c.table_oid, c.attnum) AS "COMMENTS", 0::numeric AS "ORIGIN_CON_ID"
  FROM relations r JOIN columns c ON c.table_oid = r.table_oid
    JOIN pg_attribute a ON a.attrelid = c.table_oid AND a.attnum = c.attnum
  UNION ALL
  SELECT v.owner, v.name, c.name, c.comment, 0 FROM views v JOIN view_columns c ON c.view_oid = v.view_oid
  WHERE may_see(v.owner, v.view_oid);

-- Objects of every kind; what has others adds them here.
CREATE VIEW objects AS
  SELECT owner, table_name AS name, NULL::text AS part, table_oid AS oid, 'TABLE'::text AS type, duration IS NOT NULL AS is_temporary, created,
    last_ddl, false AS is_generated, 'VALID'::text AS status, 1 AS namespace FROM relations
  UNION ALL
  SELECT i.owner, i.index_name, NULL, i.index_oid, 'INDEX', i.duration IS NOT NULL, coalesce(i.created, r.created), coalesce(i.last_ddl, r.created),
    i.is_generated, 'VALID', 4
  FROM table_indexes i JOIN relations r ON r.table_oid = i.table_oid
  UNION ALL
  SELECT r.owner, r.table_name, p.partition_name, coalesce(p.view_oid, r.table_oid), 'TABLE PARTITION', false, p.created, p.created,
    p.partition_name ~ '^SYS_P\d+$', 'VALID', 1
  FROM table_partitions p JOIN relations r ON r.table_oid = p.table_oid
  UNION ALL
  SELECT owner, name, NULL, view_oid, 'VIEW', false, created, last_ddl, false, CASE WHEN is_valid THEN 'VALID' ELSE 'INVALID' END, 1
  FROM views WHERE may_see(owner, view_oid)
  UNION ALL
  SELECT r.owner, r.table_name, NULL, t.oid, 'MATERIALIZED VIEW', false, r.created, r.last_ddl, false, 'VALID', 19
  FROM relations r JOIN materialized_views m ON m.table_oid = r.table_oid JOIN pg_trigger t ON t.tgrelid = r.table_oid AND t.tgname = '~materialized'
  UNION ALL
  SELECT owner, name, NULL, synonym_oid, 'SYNONYM', false, created, created, false, 'VALID', 1 FROM synonyms
  WHERE owner = 'PUBLIC' OR may_see(owner, synonym_oid)
  UNION ALL
  SELECT original_name(n.nspname::text), original_name(c.relname::text), NULL, s.sequence_oid, 'SEQUENCE', false, s.created, s.last_ddl,
    c.relname LIKE 'ISEQ$$\_%', 'VALID', 1
  FROM sequences s JOIN pg_class c ON c.oid = s.sequence_oid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE may_see(original_name(n.nspname::text), s.sequence_oid);

CREATE VIEW "ALL_OBJECTS" AS
  SELECT owner AS "OWNER", name AS "OBJECT_NAME", part AS "SUBOBJECT_NAME", oid::int8::numeric AS "OBJECT_ID", CASE WHEN type NOT IN ('VIEW', 'SYNONYM') THEN oid::int8 END::numeric AS "DATA_OBJECT_ID",
    type AS "OBJECT_TYPE", created::odate AS "CREATED", last_ddl::odate AS "LAST_DDL_TIME",
    to_char(created, 'YYYY-MM-DD:HH24:MI:SS')::text AS "TIMESTAMP", status AS "STATUS", y(is_temporary) AS "TEMPORARY",
    y(is_generated) AS "GENERATED", 'N'::text AS "SECONDARY", namespace::numeric AS "NAMESPACE",
    NULL::text AS "EDITION_NAME", 'NONE'::text AS "SHARING", CASE WHEN type IN ('VIEW', 'SYNONYM') THEN 'Y' END::text AS "EDITIONABLE", 'N'::text AS "ORACLE_MAINTAINED"
  FROM objects;

-- A session sees its own alone. Their names in PostgreSQL: schema, table, 0.
CREATE VIEW "USER_PRIVATE_TEMP_TABLES" AS
  SELECT setting('sid')::numeric AS "SID", split_part(name, '.', 1) AS "OWNER", split_part(name, '.', 2) AS "TABLE_NAME",
    'TEMP'::text AS "TABLESPACE_NAME", obj_description(oid, 'pg_class') AS "DURATION", NULL::numeric AS "NUM_ROWS",
    NULL::numeric AS "BLOCKS", NULL::numeric AS "AVG_ROW_LEN", NULL::odate AS "LAST_ANALYZED"
  FROM (SELECT oid, original_name(relname::text) AS name FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r') AS own
  WHERE name ~ '^[^.]*\.ORA\$PTT_.*\.0$';

CREATE VIEW "DBA_TABLESPACES" AS
  SELECT tablespace_name AS "TABLESPACE_NAME", 8192::numeric AS "BLOCK_SIZE", 'ONLINE'::text AS "STATUS", contents AS "CONTENTS",
    CASE contents WHEN 'TEMPORARY' THEN 'NOLOGGING' ELSE 'LOGGING' END::text AS "LOGGING", 'NO'::text AS "FORCE_LOGGING",
    'LOCAL'::text AS "EXTENT_MANAGEMENT", CASE contents WHEN 'TEMPORARY' THEN 'UNIFORM' ELSE 'SYSTEM' END::text AS "ALLOCATION_TYPE",
    CASE WHEN contents = 'PERMANENT' AND tablespace_name <> 'SYSTEM' THEN 'AUTO' ELSE 'MANUAL' END::text AS "SEGMENT_SPACE_MANAGEMENT",
    'DISABLED'::text AS "DEF_TAB_COMPRESSION", 'NO'::text AS "BIGFILE"
  FROM tablespaces;
CREATE VIEW "USER_TABLESPACES" AS SELECT * FROM "DBA_TABLESPACES";

CALL publish('{TABLES,TAB_STATISTICS,UNUSED_COL_TABS,CONSTRAINTS,CONS_COLUMNS,INDEXES,IND_COLUMNS,IND_EXPRESSIONS,IND_PARTITIONS,TAB_PARTITIONS,PART_TABLES,PART_KEY_COLUMNS,PART_INDEXES,LOBS,JSON_COLUMNS,TAB_COMMENTS,COL_COMMENTS,OBJECTS}');
