-- JSON_VALUE and JSON_EXISTS for paths that only name members and count places ("SQL/JSON Path Expressions").

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE FUNCTION json_path(path text) RETURNS jsonpath LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF path !~ '^\$(\.[A-Za-z_][A-Za-z0-9_]*|\."[^"\\]*"|\[\d+\])*$' THEN
    PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support the JSON path ' || path);
  END IF;
  RETURN path::varchar::jsonpath;
END $$;

-- JSON documents as PostgreSQL reads them: NULL for anything that is none (NULL ON ERROR is the default).
-- in PL/pgSQL: of a constant the planner would convert the text before it looks whether it can
CREATE FUNCTION json_document(value text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN CASE WHEN value IS JSON THEN value::varchar::jsonb END;
END $$;
CREATE FUNCTION json_document(value json) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$ SELECT value::jsonb $$;
CREATE FUNCTION json_document(value bytea) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN json_document(convert_from(value, 'UTF8'));
EXCEPTION WHEN character_not_in_repertoire OR untranslatable_character THEN
  RETURN NULL;
END $$;

-- The scalar at a path as text; NULL for anything else, or an error where that is asked for.
CREATE FUNCTION json_found(document jsonb, has_value boolean, path text, fails_on_error boolean, fails_on_empty boolean)
RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  wanted jsonpath := json_path(path);
  found jsonb[] := ARRAY(SELECT jsonb_path_query(document, wanted));
BEGIN
  IF NOT has_value THEN
    RETURN NULL;
  ELSIF document IS NULL THEN
    PERFORM CASE WHEN fails_on_error THEN raise(40441, 'JSON syntax error') END;
  ELSIF cardinality(found) = 0 THEN
    PERFORM CASE WHEN fails_on_empty THEN raise(40462, 'JSON_VALUE evaluated to no value') END;
  ELSIF cardinality(found) > 1 THEN
    PERFORM CASE WHEN fails_on_error THEN raise(40470, 'JSON_VALUE evaluated to multiple values') END;
  ELSIF jsonb_typeof(found[1]) IN ('object', 'array') THEN
    PERFORM CASE WHEN fails_on_error THEN raise(40456, 'JSON_VALUE evaluated to non-scalar value') END;
  ELSE
    RETURN nullif(found[1] #>> '{}', '');
  END IF;
  RETURN NULL;
END $$;

-- RETURNING: what does not fit is NULL or an error
CREATE FUNCTION json_number(value text, digits int, scale int, fails_on_error boolean) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  number numeric;
BEGIN
  BEGIN
    number := round(text_number(value), CASE WHEN digits > 0 THEN scale ELSE 130 END);
  EXCEPTION WHEN OTHERS THEN
    PERFORM CASE WHEN fails_on_error THEN raise(1722, 'unable to convert string value to a number') END;
    RETURN NULL;
  END;
  IF digits > 0 AND abs(number) >= 10::numeric ^ (digits - scale) THEN
    PERFORM CASE WHEN fails_on_error THEN raise(40478, 'output value too large') END;
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
    PERFORM CASE WHEN fails_on_error THEN raise(40478, format('output value too large (maximum: %s)', size)) END;
    RETURN NULL;
  END IF;
  RETURN value;
END $$;
CREATE FUNCTION "JSON_EXISTS"(document jsonb, path text) RETURNS boolean LANGUAGE sql IMMUTABLE AS
$$ SELECT document IS NOT NULL AND jsonb_path_exists(document, json_path(path)) $$;
