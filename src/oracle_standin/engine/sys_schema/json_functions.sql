-- JSON_VALUE, JSON_QUERY, JSON_EXISTS and JSON_TABLE: what paths find, as SQL values (SQL Language Reference, the functions
-- of those names; JSON Developer's Guide, "Clauses Used in SQL Query Functions and Conditions").

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- What a path finds for JSON_VALUE: `found`, `null`, `empty`, or an error's code.
CREATE FUNCTION json_outcome(items json[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN cardinality(items) = 0 THEN 'empty' WHEN cardinality(items) > 1 THEN '40470'
    WHEN json_typeof(items[1]) IN ('object', 'array') THEN '40456' WHEN items[1] #>> '{}' IS NULL OR items[1] #>> '{}' = '' THEN 'null'
    ELSE 'found' END
$$;
CREATE FUNCTION json_raise(outcome text) RETURNS void LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM CASE outcome WHEN '40470' THEN "SYS".raise(40470, 'JSON_VALUE evaluated to multiple values')
    WHEN '40456' THEN "SYS".raise(40456, 'JSON_VALUE evaluated to non-scalar value')
    WHEN 'empty' THEN "SYS".raise(40462, 'JSON_VALUE evaluated to no value') END;
END $$;

CREATE FUNCTION json_number_text(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  digits text := value::varchar::numeric::varchar::text;
BEGIN
  IF length(digits) > 41 AND value ~ '[eE]' THEN
    PERFORM "SYS".raise(3001, 'unimplemented feature: oracle_standin does not support such an exponent in JSON');
  END IF;
  RETURN digits;
END $$;

-- The scalar that a path finds, as text; NULL for anything else, or an error where that is asked for.
CREATE FUNCTION json_single(document json, steps json, variables json, fails boolean, fails_on_empty boolean, is_text boolean)
RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  items json[];
  outcome text;
BEGIN
  IF document IS NULL THEN
    RETURN NULL;
  END IF;
  items := "SYS".json_walk(document, steps, variables);
  outcome := "SYS".json_outcome(items);
  IF outcome = 'found' THEN
    RETURN CASE WHEN is_text AND json_typeof(items[1]) = 'number' THEN "SYS".json_number_text(items[1] #>> '{}') ELSE items[1] #>> '{}' END;
  ELSIF (outcome = 'empty' AND fails_on_empty) OR (outcome <> 'empty' AND fails) THEN
    PERFORM "SYS".json_raise(outcome);
  END IF;
  RETURN NULL;
END $$;

-- Which of ON EMPTY and ON ERROR decides for a value that is NULL: `empty`, `error`, or `null` for neither.
CREATE FUNCTION json_case(has_value boolean, document json, steps json, variables json) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  outcome text;
BEGIN
  IF document IS NULL THEN
    RETURN CASE WHEN has_value THEN 'error' ELSE 'null' END;
  END IF;
  outcome := "SYS".json_outcome("SYS".json_walk(document, steps, variables));
  RETURN CASE WHEN outcome IN ('empty', 'null') THEN outcome ELSE 'error' END;
END $$;

-- RETURNING: what does not fit is NULL or an error
CREATE FUNCTION json_number(value text, digits int, scale int, fails_on_error boolean) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  number numeric;
BEGIN
  BEGIN
    number := round("SYS".text_number(value), CASE WHEN digits > 0 THEN scale ELSE 130 END);
  EXCEPTION WHEN OTHERS THEN
    PERFORM CASE WHEN fails_on_error THEN "SYS".raise(1722, 'unable to convert string value to a number') END;
    RETURN NULL;
  END;
  IF digits > 0 AND abs(number) >= 10::numeric ^ (digits - scale) THEN
    PERFORM CASE WHEN fails_on_error THEN "SYS".raise(40478, 'output value too large') END;
    RETURN NULL;
  END IF;
  RETURN trim_scale(number);
END $$;
CREATE FUNCTION json_text(value text, size int, is_characters boolean, fails_on_error boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  length int := CASE WHEN is_characters THEN char_length(value) ELSE octet_length(value) END;
BEGIN
  IF length > size THEN
    PERFORM CASE WHEN fails_on_error THEN "SYS".raise(40478, format('output value too large (maximum: %s)', size)) END;
    RETURN NULL;
  END IF;
  RETURN value;
END $$;
CREATE FUNCTION json_boolean(value text, fails_on_error boolean) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF lower(value) NOT IN ('true', 'false') THEN
    PERFORM CASE WHEN fails_on_error THEN "SYS".raise(61800, 'invalid boolean literal: ' || value) END;
    RETURN NULL;
  END IF;
  RETURN lower(value) = 'true';
END $$;

-- ISO 8601 ("ISO 8601 Date, Time, and Duration Support"): a date, or a date and a time, with or without a zone.
CREATE FUNCTION json_moment(value text, fails_on_error boolean) RETURNS timestamp LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF value ~ '^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?$' THEN
    RETURN regexp_replace(value, '(Z|[+-]\d{2}:\d{2})$', CASE WHEN value ~ 'T' THEN '' ELSE '\1' END)::varchar::timestamp;
  ELSIF value ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7,9}' THEN
    PERFORM "SYS".raise(3001, 'unimplemented feature: oracle_standin does not support more than 6 fraction digits in JSON');
  END IF;
  PERFORM CASE WHEN fails_on_error THEN "SYS".raise(1861, 'literal does not match format string') END;
  RETURN NULL;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
  PERFORM CASE WHEN fails_on_error THEN "SYS".raise(1861, 'literal does not match format string') END;
  RETURN NULL;
END $$;
CREATE FUNCTION json_without_zone(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF value ~ '^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$' THEN
    PERFORM "SYS".raise(3001, 'unimplemented feature: oracle_standin does not support DATE and TIMESTAMP of a JSON string with a time zone');
  END IF;
  RETURN value;
END $$;
CREATE FUNCTION json_date(value text, has_time boolean, fails_on_error boolean) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN has_time THEN date_trunc('second', moment) ELSE date_trunc('day', moment) END::"SYS".odate
  FROM "SYS".json_moment("SYS".json_without_zone(value), fails_on_error) AS moment
$$;
CREATE FUNCTION json_timestamp(value text, fails_on_error boolean) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT "SYS".json_moment("SYS".json_without_zone(value), fails_on_error) $$;
-- without a zone it is UTC
CREATE FUNCTION json_timestamp_tz(value text, fails_on_error boolean) RETURNS tstz LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT "SYS".at_offset("SYS".json_moment(value, fails_on_error), "SYS".zone_minutes(coalesce(substring(value FROM 'T.*([+-]\d{2}:\d{2})$'), '+00:00'), '2000-01-01'))
$$;

-- JSON_QUERY: the value, or the array of the values, that a path finds; NULL where ON EMPTY or ON ERROR says so.
CREATE FUNCTION json_query_fails(action text, code int, message text) RETURNS json LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM CASE WHEN action = 'ERROR' THEN "SYS".raise(code, message) END;
  RETURN CASE action WHEN 'EMPTY' THEN '[]' WHEN 'EMPTY ARRAY' THEN '[]' WHEN 'EMPTY OBJECT' THEN '{}' END::json;
END $$;
CREATE FUNCTION json_queried(has_value boolean, document json, steps json, variables json, wrapper text, has_scalars boolean, on_error text, on_empty text)
RETURNS json LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  items json[];
  is_container boolean;
BEGIN
  IF document IS NULL THEN
    RETURN CASE WHEN has_value THEN "SYS".json_query_fails(on_error, 40441, 'JSON syntax error') END;
  END IF;
  items := "SYS".json_walk(document, steps, variables);
  is_container := json_typeof(items[1]) IN ('object', 'array');
  IF cardinality(items) = 0 THEN
    RETURN "SYS".json_query_fails(on_empty, 40462, 'JSON_QUERY evaluated to no value');
  ELSIF wrapper = 'ALWAYS' OR (wrapper = 'SEVERAL' AND cardinality(items) > 1) OR (wrapper = 'CONDITIONAL' AND (cardinality(items) > 1 OR NOT is_container)) THEN
    RETURN (SELECT ('[' || string_agg(value::text, ',' ORDER BY n) || ']')::varchar::json FROM unnest(items) WITH ORDINALITY AS f(value, n));
  ELSIF cardinality(items) > 1 OR NOT (is_container OR has_scalars) THEN
    RETURN "SYS".json_query_fails(on_error, 40480, 'result cannot be returned without array wrapper');
  END IF;
  RETURN items[1];
END $$;

-- whether scalars are documents without ALLOW SCALARS
CREATE FUNCTION is_json_type(value json) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT true $$;
CREATE FUNCTION is_json_type(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT false $$;
CREATE FUNCTION is_json_type(value bytea) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT false $$;

-- JSON_EXISTS: has_value tells a document that is NULL from text that is none
CREATE FUNCTION json_exists_at(has_value boolean, document json, steps json, variables json, on_error text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF document IS NULL AND has_value THEN
    PERFORM CASE WHEN on_error = 'ERROR' THEN "SYS".raise(40441, 'JSON syntax error') END;
    RETURN on_error = 'TRUE';
  END IF;
  RETURN document IS NOT NULL AND cardinality("SYS".json_walk(document, steps, variables)) > 0;
END $$;

-- EXISTS of JSON_TABLE: a truth value as text or as a number
CREATE FUNCTION json_existence(value boolean, is_text boolean) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN is_text THEN CASE WHEN value THEN 'true' ELSE 'false' END WHEN value THEN '1' ELSE '0' END $$;

-- The rows of JSON_TABLE; a document that is NULL has none.
CREATE FUNCTION json_rows(document json, steps json) RETURNS SETOF json LANGUAGE sql IMMUTABLE AS
$$ SELECT unnest("SYS".json_walk(document, steps, NULL)) $$;
