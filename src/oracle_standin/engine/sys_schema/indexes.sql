-- Unusable indexes: PostgreSQL neither maintains nor reads an index that is not ready and not valid, and makes it both
-- again when it is rebuilt or its table is truncated. Database Reference, SKIP_UNUSABLE_INDEXES, whose default is true.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE FUNCTION index_name(index_oid oid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT original_name(n.nspname::text) || '.' || original_name(c.relname::text)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = index_oid
$$;

-- A unique index that is unusable refuses changes of its keys: ORA-01502.
CREATE FUNCTION refuse_unusable() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  name text;
BEGIN
  SELECT "SYS".index_name(indexrelid) INTO name FROM pg_index WHERE indrelid = TG_RELID AND indisunique AND NOT indisvalid;
  IF name IS NOT NULL THEN
    PERFORM "SYS".raise(1502, format('index ''%s'' or partition of such index is in unusable state', name));
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION make_unusable(index_oid oid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  found pg_index;
  keys text;
BEGIN
  UPDATE pg_index SET indisvalid = false, indisready = false WHERE indexrelid = index_oid RETURNING * INTO found;
  SELECT 'OF ' || string_agg(format('%I', attname), ', ') INTO keys FROM pg_attribute
    WHERE attrelid = found.indrelid AND attnum = ANY (found.indkey) AND found.indexprs IS NULL;
  IF found.indisunique THEN
    EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE INSERT OR DELETE OR UPDATE %s ON %s EXECUTE FUNCTION "SYS".refuse_unusable()',
      '~unusable~' || index_oid, coalesce(keys, ''), found.indrelid::regclass);
  END IF;
END $$;

-- Rebuilds the index: PostgreSQL raises 23505 while there are duplicates.
CREATE FUNCTION make_usable(index_oid oid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  index_table regclass;
BEGIN
  SELECT indrelid INTO index_table FROM pg_index WHERE indexrelid = index_oid;
  EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', '~unusable~' || index_oid, index_table);
  EXECUTE format('REINDEX INDEX %s', index_oid::regclass);
END $$;
