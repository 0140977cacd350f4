-- JSON_VALUE and JSON_EXISTS for paths that only name members and count places ("SQL/JSON Path Expressions").

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE FUNCTION json_path(path text) RETURNS jsonpath LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF path !~ '^\$(\.[A-Za-z_][A-Za-z0-9_]*|\."[^"\\]*"|\[\d+\])*$' THEN
    PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support the JSON path ' || path);
  END IF;
  RETURN path::varchar::jsonpath;
END $$;

-- The scalar at a path as text; NULL for anything else and for text that is no JSON (NULL ON ERROR is the default).
CREATE FUNCTION "JSON_VALUE"(value text, path text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  found jsonb[];
  wanted jsonpath := json_path(path);
BEGIN
  IF value IS NOT JSON THEN
    RETURN NULL;
  END IF;
  found := ARRAY(SELECT jsonb_path_query(value::varchar::jsonb, wanted));
  RETURN CASE WHEN cardinality(found) = 1 AND jsonb_typeof(found[1]) NOT IN ('object', 'array')
    THEN nullif(found[1] #>> '{}', '') END;
END $$;
CREATE FUNCTION json_number(value text) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN text_number(value);
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END $$;
CREATE FUNCTION "JSON_EXISTS"(value text, path text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  wanted jsonpath := json_path(path);
BEGIN
  RETURN value IS JSON AND jsonb_path_exists(value::varchar::jsonb, wanted);
END $$;
