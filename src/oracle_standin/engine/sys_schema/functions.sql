-- Functions on text, numbers and the session. Meaning of each: SQL Language Reference, "Functions".
-- A text function gives NULL where its result is empty.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- Text ------------------------------------------------------------------------------------------------------------

CREATE FUNCTION too_long_text(a text, b text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM raise(1489, 'result of string concatenation is too long');
END $$;
CREATE FUNCTION "CONCAT"(a text, b text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN coalesce(octet_length(a), 0) + coalesce(octet_length(b), 0) > "SYS".max_string_bytes() THEN "SYS".too_long_text(a, b)
    ELSE nullif(concat(a, b), '') END
$$;
-- with a CLOB the result is one, of any length; an empty one is no NULL
CREATE FUNCTION "CONCAT"(a clob, b clob) RETURNS clob LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN a IS NOT NULL OR b IS NOT NULL THEN concat(a::text, b::text)::clob END $$;
CREATE FUNCTION "CONCAT"(a clob, b text) RETURNS clob LANGUAGE sql IMMUTABLE AS $$ SELECT "SYS"."CONCAT"(a, b::clob) $$;
CREATE FUNCTION "CONCAT"(a text, b clob) RETURNS clob LANGUAGE sql IMMUTABLE AS $$ SELECT "SYS"."CONCAT"(a::clob, b) $$;
DO $$
DECLARE
  type text;
BEGIN
  FOREACH type IN ARRAY '{text,bpchar,numeric,bytea,boolean,float8,odate,timestamp,ts9,tstz,ltz}'::text[] LOOP
    EXECUTE format('CREATE FUNCTION chars(value %s) RETURNS text LANGUAGE sql STABLE AS $x$ SELECT "SYS".str(value) $x$', type);
  END LOOP;
END $$;
CREATE FUNCTION chars(value clob) RETURNS clob LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION "UPPER"(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT upper(value) $$;
CREATE FUNCTION "LOWER"(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT lower(value) $$;
CREATE FUNCTION "INITCAP"(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT initcap(value) $$;
CREATE FUNCTION "LENGTHB"(value text) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT octet_length(value)::numeric $$;

-- The start counts from 1, 0 is 1, a negative one counts from the end.
CREATE FUNCTION start_of(value_length int, start numeric) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN trunc(start) < 0 THEN value_length + trunc(start)::int + 1 ELSE greatest(trunc(start), 1)::int END $$;
CREATE FUNCTION "SUBSTR"(value text, start numeric) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN start_of(length(value), start) > 0 THEN nullif(substr(value, start_of(length(value), start)), '') END $$;
CREATE FUNCTION "SUBSTR"(value text, start numeric, count numeric) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN start_of(length(value), start) > 0 AND count >= 1
     THEN nullif(substr(value, start_of(length(value), start), least(trunc(count), 2147483647 / 2)::int), '') END $$;
CREATE FUNCTION "SUBSTRB"(value text, start numeric, count numeric) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  bytes bytea := convert_to(value, 'UTF8');
  first int := start_of(length(bytes), start);
BEGIN
  IF first < 1 OR count < 1 THEN
    RETURN NULL;
  END IF;
  RETURN nullif(convert_from(substr(bytes, first, least(trunc(count), 1e9)::int), 'UTF8'), '');
EXCEPTION WHEN character_not_in_repertoire THEN
  PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support SUBSTRB inside a character');
END $$;
CREATE FUNCTION "SUBSTRB"(value text, start numeric) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT "SUBSTRB"(value, start, 1e9) $$;

CREATE FUNCTION "REPLACE"(value text, part text, other text DEFAULT NULL) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN part IS NULL THEN value ELSE nullif(replace(value, part, coalesce(other, '')), '') END $$;
CREATE FUNCTION "TRANSLATE"(value text, source text, target text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT nullif(translate(value, source, target), '') $$;
CREATE FUNCTION "LPAD"(value text, width numeric, filling text DEFAULT ' ') RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT nullif(lpad(value, least(width, "SYS".max_string_bytes())::int, filling), '') $$;
CREATE FUNCTION "RPAD"(value text, width numeric, filling text DEFAULT ' ') RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT nullif(rpad(value, least(width, "SYS".max_string_bytes())::int, filling), '') $$;
CREATE FUNCTION plsql_width(width numeric) RETURNS int LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF width > "SYS".max_string_bytes() THEN
    PERFORM "SYS".raise(3001, 'unimplemented feature: oracle_standin does not support expressions of PL/SQL with more text than SQL''s VARCHAR2 takes');
  END IF;
  RETURN width;
END $$;
CREATE FUNCTION "~LPAD"(value text, width numeric, filling text DEFAULT ' ') RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT "SYS"."LPAD"(value, "SYS".plsql_width(width), filling) $$;
CREATE FUNCTION "~RPAD"(value text, width numeric, filling text DEFAULT ' ') RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT "SYS"."RPAD"(value, "SYS".plsql_width(width), filling) $$;
CREATE FUNCTION "LTRIM"(value text, characters text DEFAULT ' ') RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT nullif(ltrim(value, characters), '') $$;
CREATE FUNCTION "RTRIM"(value text, characters text DEFAULT ' ') RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT nullif(rtrim(value, characters), '') $$;
CREATE FUNCTION "TRIM"(value text, characters text DEFAULT ' ') RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT nullif(btrim(value, characters), '') $$;

-- CAST to VARCHAR2 cuts text that is too long; a number or a date must fit.
CREATE FUNCTION cast_varchar(value text, size int, is_characters boolean) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF is_characters THEN
    RETURN nullif(left(value, size), '');
  END IF;
  WHILE octet_length(value) > size LOOP
    value := left(value, least(length(value) - 1, size));
  END LOOP;
  RETURN nullif(value, '');
END $$;

-- a number as text of a size, and other values that are no text
CREATE FUNCTION uncut_text(value text, size int, is_characters boolean, is_number boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF is_characters AND length(value) > size OR NOT is_characters AND octet_length(value) > size THEN
    IF is_number THEN
      PERFORM raise(25137, 'Data value out of range');
    END IF;
    PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support CAST to text that is too short for the value');
  END IF;
  RETURN value;
END $$;
CREATE FUNCTION castable_text(value text, size int, is_characters boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION castable_text(value bpchar, size int, is_characters boolean) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT value::text $$;
CREATE FUNCTION castable_text(value clob, size int, is_characters boolean) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT value::text $$;
DO $$
DECLARE
  type text;
BEGIN
  FOREACH type IN ARRAY '{numeric,float8,boolean,bytea,odate,timestamp,ts9,tstz,ltz}'::text[] LOOP
    EXECUTE format('CREATE FUNCTION castable_text(value %s, size int, is_characters boolean) RETURNS text LANGUAGE sql STABLE AS '
      '$x$ SELECT "SYS".uncut_text("SYS".str(value), size, is_characters, %L::boolean) $x$', type, type IN ('numeric', 'float8'));
  END LOOP;
END $$;

CREATE FUNCTION cast_nvarchar(value text, size int) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  value := left(value, size);
  WHILE national_length(value) > size LOOP
    value := left(value, -1);
  END LOOP;
  RETURN nullif(value, '');
END $$;

-- RAW -------------------------------------------------------------------------------------------------------------

CREATE FUNCTION "HEXTORAW"(value text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT text_raw(value) $$;
CREATE FUNCTION "RAWTOHEX"(value bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT upper(encode(value, 'hex')) $$;
CREATE FUNCTION "RAWTOHEX"(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT upper(encode(convert_to(value, 'UTF8'), 'hex')) $$;
CREATE FUNCTION "SYS_GUID"() RETURNS bytea LANGUAGE sql VOLATILE AS
$$ SELECT decode(replace(gen_random_uuid()::varchar, '-', ''), 'hex') $$;

-- Numbers ---------------------------------------------------------------------------------------------------------

CREATE FUNCTION "ROUND"(value numeric, digits numeric DEFAULT 0) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT round(value, trunc(digits)::int) $$;
CREATE FUNCTION "TRUNC"(value numeric, digits numeric DEFAULT 0) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT trunc(value, trunc(digits)::int) $$;
CREATE FUNCTION "MOD"(dividend numeric, divisor numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN divisor = 0 THEN dividend ELSE mod(dividend, divisor) END $$;
CREATE FUNCTION add_to_average(state numeric[], value numeric) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN value IS NULL THEN state ELSE ARRAY[state[1] + value, state[2] + 1] END $$;
CREATE FUNCTION average(state numeric[]) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN state[2] > 0 THEN quotient(state[1], state[2]) END $$;
CREATE AGGREGATE "AVG"(numeric) (SFUNC = add_to_average, STYPE = numeric[], INITCOND = '{0,0}', FINALFUNC = average);
CREATE AGGREGATE "AVG"(float8) (SFUNC = float8_accum, STYPE = float8[], INITCOND = '{0,0,0}', FINALFUNC = float8_avg);

-- Session ---------------------------------------------------------------------------------------------------------

CREATE FUNCTION "USER"() RETURNS text LANGUAGE sql STABLE AS $$ SELECT setting('user') $$;
CREATE FUNCTION "UID"() RETURNS numeric LANGUAGE sql STABLE AS
$$ SELECT user_id::numeric FROM users WHERE username = setting('user') $$;
CREATE FUNCTION "SESSIONTIMEZONE"() RETURNS text LANGUAGE sql STABLE AS $$ SELECT setting('time_zone') $$;
