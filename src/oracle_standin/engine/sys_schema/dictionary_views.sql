-- Dictionary views of views and synonyms. Columns: Database Reference, the views' own chapters.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE VIEW "ALL_VIEWS" AS
  SELECT owner AS "OWNER", name AS "VIEW_NAME", length(text || tail)::numeric AS "TEXT_LENGTH", (text || tail)::long AS "TEXT",
    left(text || tail, 4000) AS "TEXT_VC", NULL::numeric AS "TYPE_TEXT_LENGTH", NULL::text AS "TYPE_TEXT", NULL::numeric AS "OID_TEXT_LENGTH",
    NULL::text AS "OID_TEXT", NULL::text AS "VIEW_TYPE_OWNER", NULL::text AS "VIEW_TYPE", NULL::text AS "SUPERVIEW_NAME",
    'N'::text AS "EDITIONING_VIEW", y(restriction = 'READ ONLY') AS "READ_ONLY", 'N'::text AS "CONTAINER_DATA", 'DEFINER'::text AS "BEQUEATH",
    0::numeric AS "ORIGIN_CON_ID", 'USING_NLS_COMP'::text AS "DEFAULT_COLLATION", 'NO'::text AS "CONTAINERS_DEFAULT",
    'NO'::text AS "CONTAINER_MAP", 'NO'::text AS "EXTENDED_DATA_LINK", 'NO'::text AS "EXTENDED_DATA_LINK_MAP",
    'NO'::text AS "HAS_SENSITIVE_COLUMN"
  FROM views WHERE may_see(owner, view_oid);

-- The dictionary's own public synonyms are among them; those of V$ views stand for objects that are not here.
CREATE VIEW "ALL_SYNONYMS" AS
  SELECT owner AS "OWNER", name AS "SYNONYM_NAME", target_owner AS "TABLE_OWNER", target_name AS "TABLE_NAME", NULL::text AS "DB_LINK",
    0::numeric AS "ORIGIN_CON_ID"
  FROM synonyms WHERE owner = 'PUBLIC' OR may_see(owner, synonym_oid)
    OR may_see(target_owner, to_regclass(format('%I.%I', stored_name(target_owner), stored_name(target_name)))::oid)
  UNION ALL
  SELECT 'PUBLIC', relname::text, 'SYS', relname::text, NULL, 0 FROM pg_class
  WHERE relnamespace = '"SYS"'::regnamespace AND relkind = 'v' AND relname::text = upper(relname::text) AND relname NOT LIKE 'V$%';

CREATE VIEW "ALL_UPDATABLE_COLUMNS" AS
  SELECT "OWNER", "TABLE_NAME", "COLUMN_NAME", 'YES'::text AS "UPDATABLE", 'YES'::text AS "INSERTABLE", 'YES'::text AS "DELETABLE"
  FROM "ALL_TAB_COLUMNS" c WHERE NOT EXISTS (SELECT 1 FROM views v WHERE (v.owner, v.name) = (c."OWNER", c."TABLE_NAME"))
  UNION ALL
  SELECT v.owner, v.name, c.name, yes(can AND c.is_updatable), yes(can AND c.is_updatable), yes(can)
  FROM views v JOIN view_columns c ON c.view_oid = v.view_oid,
    LATERAL (SELECT v.changes = 'possible' AND v.restriction <> 'READ ONLY' AS can) AS possible
  WHERE may_see(v.owner, v.view_oid);

CREATE VIEW "ALL_DEPENDENCIES" AS
  SELECT v.owner AS "OWNER", v.name AS "NAME", 'VIEW'::text AS "TYPE", d.owner AS "REFERENCED_OWNER", d.name AS "REFERENCED_NAME",
    CASE WHEN EXISTS (SELECT 1 FROM views o WHERE (o.owner, o.name) = (d.owner, d.name)) THEN 'VIEW'
      WHEN EXISTS (SELECT 1 FROM synonyms o WHERE (o.owner, o.name) = (d.owner, d.name)) THEN 'SYNONYM'
      WHEN to_regclass(format('%I.%I', stored_name(d.owner), stored_name(d.name))) IS NULL THEN 'NON-EXISTENT'
      ELSE 'TABLE' END::text AS "REFERENCED_TYPE",
    NULL::text AS "REFERENCED_LINK_NAME", 'HARD'::text AS "DEPENDENCY_TYPE"
  FROM views v JOIN view_dependencies d ON d.view_oid = v.view_oid WHERE may_see(v.owner, v.view_oid);

CALL publish('{VIEWS,SYNONYMS,UPDATABLE_COLUMNS,DEPENDENCIES}');

CREATE VIEW "ALL_ERRORS" AS
  SELECT owner AS "OWNER", name AS "NAME", 'VIEW'::text AS "TYPE", 1::numeric AS "SEQUENCE", 0::numeric AS "LINE", 0::numeric AS "POSITION",
    error AS "TEXT", 'ERROR'::text AS "ATTRIBUTE", 0::numeric AS "MESSAGE_NUMBER"
  FROM views WHERE NOT is_valid AND may_see(owner, view_oid);
CALL publish('{ERRORS}');

CREATE VIEW "ALL_MVIEWS" AS
  SELECT r.owner AS "OWNER", r.table_name AS "MVIEW_NAME", r.table_name AS "CONTAINER_NAME", m.text::long AS "QUERY",
    octet_length(m.text)::numeric AS "QUERY_LEN", 'N'::text AS "UPDATABLE", NULL::text AS "UPDATE_LOG", NULL::text AS "MASTER_ROLLBACK_SEG",
    NULL::text AS "MASTER_LINK", 'N'::text AS "REWRITE_ENABLED", NULL::text AS "REWRITE_CAPABILITY",
    CASE m.refresh_method WHEN 'NEVER' THEN 'NEVER' ELSE 'DEMAND' END::text AS "REFRESH_MODE", m.refresh_method AS "REFRESH_METHOD",
    'IMMEDIATE'::text AS "BUILD_MODE", 'NO'::text AS "FAST_REFRESHABLE", 'COMPLETE'::text AS "LAST_REFRESH_TYPE",
    m.refreshed::odate AS "LAST_REFRESH_DATE", m.refreshed::odate AS "LAST_REFRESH_END_TIME", 'UNKNOWN'::text AS "STALENESS",
    'NA'::text AS "AFTER_FAST_REFRESH", 'N'::text AS "UNKNOWN_PREBUILT", 'N'::text AS "UNKNOWN_PLSQL_FUNC", 'N'::text AS "UNKNOWN_EXTERNAL_TABLE",
    'N'::text AS "UNKNOWN_CONSIDER_FRESH", 'N'::text AS "UNKNOWN_IMPORT", 'N'::text AS "UNKNOWN_TRUSTED_FD", 'VALID'::text AS "COMPILE_STATE",
    'Y'::text AS "USE_NO_INDEX", NULL::odate AS "STALE_SINCE", NULL::numeric AS "NUM_PCT_TABLES", NULL::numeric AS "NUM_FRESH_PCT_REGIONS",
    NULL::numeric AS "NUM_STALE_PCT_REGIONS", 'YES'::text AS "SEGMENT_CREATED", NULL::text AS "EVALUATION_EDITION",
    NULL::text AS "UNUSABLE_BEFORE", NULL::text AS "UNUSABLE_BEGINNING", 'USING_NLS_COMP'::text AS "DEFAULT_COLLATION", 'N'::text AS "ON_QUERY_COMPUTATION"
  FROM relations r JOIN materialized_views m ON m.table_oid = r.table_oid;
CREATE VIEW "ALL_MVIEW_COMMENTS" AS
  SELECT r.owner AS "OWNER", r.table_name AS "MVIEW_NAME",
    coalesce(m.comment, format('snapshot table for snapshot %s.%s', r.owner, r.table_name)) AS "COMMENTS"
  FROM relations r JOIN materialized_views m ON m.table_oid = r.table_oid;
CALL publish('{MVIEWS,MVIEW_COMMENTS}');
