-- Dictionary views of sequences and identity columns. Columns: Database Reference, the views' chapters.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE VIEW "ALL_SEQUENCES" AS
  SELECT original_name(n.nspname::text) AS "SEQUENCE_OWNER", original_name(c.relname::text) AS "SEQUENCE_NAME", p.low AS "MIN_VALUE",
    p.high AS "MAX_VALUE", p.step AS "INCREMENT_BY", y(p.cycles) AS "CYCLE_FLAG", y(s.is_ordered) AS "ORDER_FLAG",
    s.cache AS "CACHE_SIZE", last_number(s.sequence_oid) AS "LAST_NUMBER", 'N'::text AS "SCALE_FLAG", 'N'::text AS "EXTEND_FLAG",
    'N'::text AS "SHARDED_FLAG", 'N'::text AS "SESSION_FLAG", 'N'::text AS "KEEP_VALUE"
  FROM sequences s JOIN pg_class c ON c.oid = s.sequence_oid JOIN pg_namespace n ON n.oid = c.relnamespace,
    LATERAL sequence_position(s.sequence_oid) AS p
  WHERE may_see(original_name(n.nspname::text), s.sequence_oid);
CREATE VIEW "USER_SEQUENCES" AS
  SELECT "SEQUENCE_NAME", "MIN_VALUE", "MAX_VALUE", "INCREMENT_BY", "CYCLE_FLAG", "ORDER_FLAG", "CACHE_SIZE", "LAST_NUMBER", "SCALE_FLAG",
    "EXTEND_FLAG", "SHARDED_FLAG", "SESSION_FLAG", "KEEP_VALUE"
  FROM "ALL_SEQUENCES" WHERE "SEQUENCE_OWNER" = setting('user');
CREATE VIEW "DBA_SEQUENCES" AS SELECT * FROM "ALL_SEQUENCES";

CREATE VIEW "ALL_TAB_IDENTITY_COLS" AS
  SELECT r.owner AS "OWNER", r.table_name AS "TABLE_NAME", original_name(a.attname::text) AS "COLUMN_NAME",
    CASE WHEN i.generated = 'ALWAYS' THEN 'ALWAYS' ELSE 'BY DEFAULT' END::text AS "GENERATION_TYPE",
    original_name(c.relname::text) AS "SEQUENCE_NAME",
    format('START WITH: %s, INCREMENT BY: %s, MAX_VALUE: %s, MIN_VALUE: %s, CYCLE_FLAG: %s, CACHE_SIZE: %s, ORDER_FLAG: %s, SCALE_FLAG: N,'
      ' EXTEND_FLAG: N, SESSION_FLAG: N, KEEP_VALUE: N', last_start, p.step, p.high, p.low, y(p.cycles), s.cache, y(s.is_ordered)) AS "IDENTITY_OPTIONS"
  FROM identity_columns i JOIN relations r ON r.table_oid = i.table_oid
    JOIN pg_attribute a ON a.attrelid = i.table_oid AND a.attnum = i.attnum
    JOIN sequences s ON s.sequence_oid = i.sequence_oid JOIN pg_class c ON c.oid = i.sequence_oid,
    LATERAL sequence_position(i.sequence_oid) AS p,
    LATERAL (SELECT start AS last_start FROM sequence_rules q WHERE q.sequence_oid = i.sequence_oid ORDER BY first_call LIMIT 1) AS first;
CALL publish('{TAB_IDENTITY_COLS}');
