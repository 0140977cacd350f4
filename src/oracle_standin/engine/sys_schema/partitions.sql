-- Partitioned tables. VLDB and Partitioning Guide; SQL Language Reference, "CREATE TABLE", table_partitioning_clauses.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE TABLE partitioned_tables (
  table_oid oid PRIMARY KEY,
  kind text NOT NULL,
  key_columns jsonb NOT NULL,
  interval_text text,
  interval_sql text,
  is_automatic boolean NOT NULL DEFAULT false
);

-- bounds: PostgreSQL's literals, null for MAXVALUE and DEFAULT. A partition that INTERVAL made has a place by its bound
-- and none by position. Two sessions may make the same one at a time; they then are one for the dictionary.
CREATE TABLE partitions (
  table_oid oid NOT NULL,
  partition_name text NOT NULL,
  position int,
  interval_place numeric,
  bounds jsonb NOT NULL,
  lower_bound text,
  high_value text,
  attributes jsonb NOT NULL DEFAULT '{}',
  view_oid oid,
  created timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp()),
  PRIMARY KEY (table_oid, partition_name)
);
CREATE INDEX ON partitions (view_oid);

CREATE SEQUENCE partition_names START WITH 101;
CREATE FUNCTION new_partition_name() RETURNS text LANGUAGE sql VOLATILE AS
$$ SELECT 'SYS_P' || nextval('"SYS".partition_names')::varchar $$;

-- HIGH_VALUE of ALL_TAB_PARTITIONS.
CREATE FUNCTION partition_bound(value numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT number_text(value) $$;
CREATE FUNCTION partition_bound(value text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT '''' || replace(value, '''', '''''') || '''' $$;
CREATE FUNCTION partition_bound(value odate) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT 'TO_DATE('' ' || to_char(value::timestamp, 'YYYY-MM-DD HH24:MI:SS')
    || ''', ''SYYYY-MM-DD HH24:MI:SS'', ''NLS_CALENDAR=GREGORIAN'')'
$$;
CREATE FUNCTION partition_bound(value timestamp) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT 'TIMESTAMP'' ' || to_char(value, 'YYYY-MM-DD HH24:MI:SS')
    || rtrim(rtrim(to_char(value, '.US'), '0'), '.') || ''''
$$;

-- The bound above a value beyond the last range partition.
CREATE FUNCTION interval_bound(last_bound numeric, value numeric, step numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$ SELECT last_bound + (floor((value - last_bound) / step) + 1) * step $$;
CREATE FUNCTION interval_bound(last_bound timestamp, value timestamp, step interval) RETURNS timestamp LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  months int := extract(year FROM step) * 12 + extract(month FROM step);
  steps int;
BEGIN
  IF months = 0 THEN
    steps := floor(extract(epoch FROM value - last_bound) / extract(epoch FROM step)) + 1;
    RETURN last_bound + steps * step;
  END IF;
  steps := ((extract(year FROM value) - extract(year FROM last_bound)) * 12
    + extract(month FROM value) - extract(month FROM last_bound))::int / months;
  WHILE last_bound + make_interval(months => steps * months) <= value LOOP
    steps := steps + 1;
  END LOOP;
  WHILE steps > 1 AND last_bound + make_interval(months => (steps - 1) * months) > value LOOP
    steps := steps - 1;
  END LOOP;
  RETURN last_bound + make_interval(months => steps * months);
END $$;

CREATE FUNCTION interval_place(bound numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT bound $$;
CREATE FUNCTION interval_place(bound timestamp) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT extract(epoch FROM bound)::numeric $$;

-- A view on the rows of a partition; `PARTITION (name)` in a statement means it.
CREATE FUNCTION make_partition_view(owner_oid oid, name text, condition text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  stored_name text := "SYS".stored_partition(owner_oid, name);
  schema_name text := (SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = owner_oid);
BEGIN
  EXECUTE format('CREATE VIEW %I.%I AS SELECT * FROM %s WHERE %s WITH LOCAL CHECK OPTION', schema_name, stored_name,
    owner_oid::regclass, condition);
  UPDATE "SYS".partitions SET view_oid = format('%I.%I', schema_name, stored_name)::regclass
  WHERE table_oid = owner_oid AND partition_name = name;
END $$;

CREATE FUNCTION stored_partition(owner_oid oid, name text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT '~partition~' || md5((SELECT original_name(relname::text) FROM pg_class WHERE oid = owner_oid) || '.' || name)
$$;

-- Which rows a hash partition has only Oracle knows.
CREATE FUNCTION refuse_hash_partition() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support single partitions of hash partitioned tables');
END $$;

CREATE FUNCTION refuse_partition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "SYS".raise(14400, 'no partition found for the inserted partition key');
END $$;

-- Which partition of INTERVAL or AUTOMATIC a key belongs to: the literal of its bound, or of its value.
CREATE FUNCTION partition_of(owner_oid oid, key_type text, value text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  step text := (SELECT interval_sql FROM "SYS".partitioned_tables WHERE table_oid = owner_oid);
  last_bound text;
  result text := value;
BEGIN
  IF value IS NULL AND step IS NOT NULL THEN
    PERFORM "SYS".raise(14400, 'no partition found for the inserted partition key');
  END IF;
  IF step IS NOT NULL THEN
    SELECT bounds ->> 0 INTO last_bound FROM "SYS".partitions WHERE table_oid = owner_oid AND position IS NOT NULL
    ORDER BY position DESC LIMIT 1;
    EXECUTE format('SELECT ("SYS".interval_bound(%s, %L::%s, %s)::%s)::varchar', last_bound, value, key_type, step, key_type)
      INTO result;
  END IF;
  RETURN CASE WHEN result IS NULL THEN 'NULL' ELSE format('%L::%s', result, key_type) END;
END $$;

-- The partition of a key that has none yet. Arguments: the column's stored name and its type.
CREATE FUNCTION make_partition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  value text;
  bound text;
  step text;
  place numeric;
  name text;
  high text;
  lower text;
BEGIN
  EXECUTE format('SELECT ($1).%I::varchar', TG_ARGV[0]) INTO value USING NEW;
  bound := "SYS".partition_of(TG_RELID, TG_ARGV[1], value);
  IF EXISTS (SELECT 1 FROM "SYS".partitions WHERE table_oid = TG_RELID AND bounds = jsonb_build_array(bound)) THEN
    RETURN NULL;
  END IF;
  SELECT interval_sql INTO step FROM "SYS".partitioned_tables WHERE table_oid = TG_RELID;
  name := "SYS".new_partition_name();
  IF bound = 'NULL' THEN
    high := 'NULL';
  ELSE
    EXECUTE format('SELECT "SYS".partition_bound(%s)', bound) INTO high;
  END IF;
  IF step IS NULL THEN
    INSERT INTO "SYS".partitions (table_oid, partition_name, position, bounds, high_value)
    SELECT TG_RELID, name, max(position) + 1, jsonb_build_array(bound), high FROM "SYS".partitions WHERE table_oid = TG_RELID;
    PERFORM "SYS".make_partition_view(TG_RELID, name,
      CASE bound WHEN 'NULL' THEN format('%I IS NULL', TG_ARGV[0]) ELSE format('%I = %s', TG_ARGV[0], bound) END);
  ELSE
    EXECUTE format('SELECT "SYS".interval_place(%s), format(''%%L::%%s'', ((%s) - (%s))::%s, %L)', bound, bound, step, TG_ARGV[1],
      TG_ARGV[1]) INTO place, lower;
    INSERT INTO "SYS".partitions (table_oid, partition_name, interval_place, bounds, lower_bound, high_value)
    VALUES (TG_RELID, name, place, jsonb_build_array(bound), lower, high);
    PERFORM "SYS".make_partition_view(TG_RELID, name, format('%I >= %s AND %I < %s', TG_ARGV[0], lower, TG_ARGV[0], bound));
  END IF;
  RETURN NULL;
END $$;

-- A row must not leave its partition. Arguments as of make_partition(), or none where all partitions are known.
CREATE FUNCTION check_movement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_value text;
  new_value text;
BEGIN
  IF TG_NARGS > 0 THEN
    EXECUTE format('SELECT ($1).%I::varchar, ($2).%I::varchar', TG_ARGV[0], TG_ARGV[0]) INTO old_value, new_value USING OLD, NEW;
    IF "SYS".partition_of(TG_RELID, TG_ARGV[1], old_value) = "SYS".partition_of(TG_RELID, TG_ARGV[1], new_value) THEN
      RETURN NULL;
    END IF;
  END IF;
  PERFORM "SYS".raise(14402, 'updating partition key column would cause a partition change');
END $$;
