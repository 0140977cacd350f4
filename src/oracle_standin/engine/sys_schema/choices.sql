-- The types of NVL, NVL2, DECODE, GREATEST and LEAST: their first value decides ("Data Conversion").

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- NULL of the same type
CREATE FUNCTION nothing(value anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE AS $$ SELECT NULL $$;

-- A value beside one that decides its type; numbers of several types stay, as PostgreSQL finds the one that holds both.
CREATE FUNCTION beside(kind anycompatible, value anycompatible) RETURNS anycompatible LANGUAGE sql IMMUTABLE AS
$$ SELECT value $$;
DO $$
DECLARE
  kind text;
  type text;
  conversion record;
BEGIN
  FOREACH kind IN ARRAY '{text,bpchar}'::text[] LOOP
    FOREACH type IN ARRAY '{text,numeric,float8,float4,bytea,odate,timestamp,ts9,tstz,ltz}'::text[] LOOP
      EXECUTE format('CREATE FUNCTION beside(kind %s, value %s) RETURNS text LANGUAGE sql STABLE AS '
        '$x$ SELECT "SYS".str(value) $x$', kind, type);
    END LOOP;
  END LOOP;
  FOR conversion IN SELECT * FROM (VALUES ('numeric', 'text_number'), ('float8', 'text_double'), ('float4', 'text_single'),
    ('odate', '"TO_DATE"'), ('timestamp', '"TO_TIMESTAMP"'), ('ts9', '"TO_TIMESTAMP"'), ('tstz', '"TO_TIMESTAMP_TZ"'),
    ('ltz', 'text_ltz'), ('bytea', 'text_raw')) AS x(kind, name)
  LOOP
    FOREACH type IN ARRAY '{text,bpchar}'::text[] LOOP
      EXECUTE format('CREATE FUNCTION beside(kind %s, value %s) RETURNS %s LANGUAGE sql STABLE AS '
        '$x$ SELECT "SYS".%s(value::text) $x$', conversion.kind, type,
        CASE conversion.kind WHEN 'timestamp' THEN 'ts9' ELSE conversion.kind END, conversion.name);
    END LOOP;
  END LOOP;
  FOREACH type IN ARRAY '{text,bpchar}'::text[] LOOP
    EXECUTE format('CREATE FUNCTION beside(kind clob, value %s) RETURNS clob LANGUAGE sql IMMUTABLE AS '
      '$x$ SELECT value::clob $x$', type);
  END LOOP;
  -- PostgreSQL would take the types under these two
  CREATE FUNCTION beside(kind bpchar, value bpchar) RETURNS bpchar LANGUAGE sql IMMUTABLE AS $x$ SELECT value $x$;
  CREATE FUNCTION beside(kind odate, value odate) RETURNS odate LANGUAGE sql IMMUTABLE AS $x$ SELECT value $x$;
END $$;

-- Of a recursive WITH: whether a row differs from its ancestor.
CREATE FUNCTION is_no_cycle(mark text, ancestor text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF mark = ancestor THEN
    PERFORM "SYS".raise(32044, 'cycle detected while executing recursive WITH query');
  END IF;
  RETURN true;
END $$;
