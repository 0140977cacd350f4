-- Rows whose key is partly NULL are duplicates of each other, rows whose key is all NULL are not (SQL Language Reference,
-- "constraint", Unique Constraints). PostgreSQL has either rule: beside a unique index stands a second one, for such rows.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE FUNCTION guard_null_keys() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  key record;
BEGIN
  FOR key IN
    SELECT i.indexrelid, i.indrelid, c.relname, n.nspname, r.oid AS guard,
      (SELECT string_agg(format('%I', a.attname), ', ' ORDER BY place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number) AS columns
    FROM storage s JOIN pg_index i ON i.indrelid = s.storage_oid JOIN pg_class c ON c.oid = i.indexrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_class r ON r.relname = '~nulls~' || i.indexrelid AND r.relnamespace = n.oid
    WHERE i.indisunique AND NOT i.indisprimary AND i.indexprs IS NULL AND i.indpred IS NULL AND i.indnkeyatts > 1 AND r.oid IS NULL
      AND c.relname NOT LIKE '~%'
  LOOP
    EXECUTE format('CREATE UNIQUE INDEX %I ON %s (%s) NULLS NOT DISTINCT WHERE NOT (ROW(%3$s) IS NULL) AND NOT (ROW(%3$s) IS NOT NULL)',
      '~nulls~' || key.indexrelid, key.indrelid::regclass, key.columns);
    INSERT INTO long_names VALUES ('~nulls~' || key.indexrelid, original_name(key.relname::text)) ON CONFLICT DO NOTHING;
  END LOOP;
  FOR key IN
    SELECT r.oid, r.relname, n.nspname FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace
    WHERE r.relkind IN ('i', 'I') AND r.relname ~ '^~nulls~\d+$' AND NOT EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = substr(r.relname, 8)::oid)
  LOOP
    EXECUTE format('DROP INDEX %I.%I', key.nspname, key.relname);
    DELETE FROM long_names WHERE stored = key.relname;
  END LOOP;
END $$;
