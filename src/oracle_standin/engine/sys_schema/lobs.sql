-- Functions of LOBs, and of the times that others have for DATE and TIMESTAMP: the same ones, for these types.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE FUNCTION "LENGTH"(value clob) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT length(value::text)::numeric $$;
CREATE FUNCTION "LENGTH"(value blob) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT octet_length(value::bytea)::numeric $$;
CREATE FUNCTION byte_length(value clob) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT length(value::text)::numeric $$;
CREATE FUNCTION byte_length(value blob) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT octet_length(value::bytea)::numeric $$;
CREATE FUNCTION lob_substr(value clob, amount numeric, start numeric) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT lob_substr(value::text, amount, start) $$;
CREATE FUNCTION lob_substr(value blob, amount numeric, start numeric) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT lob_substr(value::bytea, amount, start) $$;
DO $$
DECLARE
  types text[];
BEGIN
  FOREACH types SLICE 1 IN ARRAY '{{clob,clob,text},{clob,text,text},{text,clob,text},{blob,blob,bytea},{blob,bytea,bytea},{bytea,blob,bytea}}'::text[]
  LOOP
    EXECUTE format('CREATE FUNCTION lob_compare(a %s, b %s) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS '
      '$x$ SELECT "SYS".lob_compare(a::%3$s, b::%3$s) $x$', types[1], types[2], types[3]);
  END LOOP;
END $$;
CREATE FUNCTION cast_to_varchar2(value blob) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT cast_to_varchar2(value::bytea) $$;
CREATE FUNCTION "TO_CHAR"(value clob) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF octet_length(value::text) > max_string_bytes() THEN
    PERFORM raise(22835, format('Buffer too small for CLOB to CHAR or BLOB to RAW conversion (actual: %s, maximum: %s)',
      octet_length(value::text), max_string_bytes()));
  END IF;
  RETURN nullif(value::text, '');
END $$;

DO $$
DECLARE
  type text;
BEGIN
  FOREACH type IN ARRAY '{ts9,tstz,ltz}'::text[] LOOP
    EXECUTE format('CREATE FUNCTION "LAST_DAY"(value %s) RETURNS odate LANGUAGE sql STABLE STRICT AS '
      '$x$ SELECT "SYS"."LAST_DAY"("SYS".cast_date(value)) $x$', type);
    EXECUTE format('CREATE FUNCTION "ADD_MONTHS"(value %s, months numeric) RETURNS odate LANGUAGE sql STABLE STRICT AS '
      '$x$ SELECT "SYS"."ADD_MONTHS"("SYS".cast_date(value), months) $x$', type);
    EXECUTE format('CREATE FUNCTION "NEXT_DAY"(value %s, weekday text) RETURNS odate LANGUAGE sql STABLE STRICT AS '
      '$x$ SELECT "SYS"."NEXT_DAY"("SYS".cast_date(value), weekday) $x$', type);
    EXECUTE format('CREATE FUNCTION "MONTHS_BETWEEN"(later %1$s, earlier %1$s) RETURNS numeric LANGUAGE sql STABLE STRICT AS '
      '$x$ SELECT "SYS"."MONTHS_BETWEEN"("SYS".cast_date(later), "SYS".cast_date(earlier)) $x$', type);
    CONTINUE WHEN type = 'tstz';
    EXECUTE format('CREATE FUNCTION "TRUNC"(value %s, unit text DEFAULT ''DDD'') RETURNS odate LANGUAGE sql STABLE STRICT AS '
      '$x$ SELECT "SYS"."TRUNC"("SYS".cast_date(value), unit) $x$', type);
    EXECUTE format('CREATE FUNCTION "ROUND"(value %s, unit text DEFAULT ''DDD'') RETURNS odate LANGUAGE sql STABLE STRICT AS '
      '$x$ SELECT "SYS"."ROUND"("SYS".cast_date(value), unit) $x$', type);
  END LOOP;
END $$;
