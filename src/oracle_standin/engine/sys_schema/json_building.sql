-- JSON_OBJECT and its siblings: SQL values as JSON (JSON Developer's Guide, "Handling of Input Values For SQL/JSON
-- Generation Functions").

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE FUNCTION json_of(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT to_json(value::varchar)::text $$;
CREATE FUNCTION json_of(value bpchar) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT "SYS".json_of(value::text) $$;
CREATE FUNCTION json_of(value clob) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT "SYS".json_of(value::text) $$;
CREATE FUNCTION json_of(value json) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT "SYS".json_compact(value) $$;
CREATE FUNCTION json_of(value boolean) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT CASE WHEN value THEN 'true' ELSE 'false' END $$;
CREATE FUNCTION json_of(value bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT '"' || upper(encode(value, 'hex')) || '"' $$;
CREATE FUNCTION json_of(value odate) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT '"' || to_char(value::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS') || '"' $$;
CREATE FUNCTION json_of(value numeric) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  digits text := trim_scale(value)::varchar::text;
BEGIN
  IF length(digits) > 41 THEN
    PERFORM "SYS".raise(3001, 'unimplemented feature: oracle_standin does not support numbers with an exponent in JSON generation');
  END IF;
  RETURN digits;
END $$;
CREATE FUNCTION json_of(value float8) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF value::varchar::text ~ '[a-zA-Z]' THEN
    PERFORM "SYS".raise(3001, 'unimplemented feature: oracle_standin does not support such a BINARY_DOUBLE in JSON generation');
  END IF;
  RETURN value::varchar::text;
END $$;
CREATE FUNCTION json_of(value timestamp) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  PERFORM "SYS".raise(3001, 'unimplemented feature: oracle_standin does not support TIMESTAMP in JSON generation; use TO_CHAR');
END $$;
CREATE FUNCTION json_of(value interval) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  PERFORM "SYS".raise(3001, 'unimplemented feature: oracle_standin does not support intervals in JSON generation');
END $$;
CREATE FUNCTION json_of(value tstz) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT "SYS".json_of("SYS".wall_clock(value)) $$;
CREATE FUNCTION json_of(value ltz) RETURNS text LANGUAGE sql STABLE STRICT AS $$ SELECT "SYS".json_of("SYS".wall_clock(value)) $$;
CREATE FUNCTION json_of(value ts9) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT "SYS".json_of("SYS".to_microseconds(value)) $$;

-- FORMAT JSON: the text is JSON, whoever wrote the statement vouches for it
CREATE FUNCTION json_raw(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION json_raw(value clob) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value::text $$;
CREATE FUNCTION json_raw(value json) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT "SYS".json_compact(value) $$;
CREATE FUNCTION json_raw(value bytea) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT convert_from(value, 'UTF8') $$;
CREATE FUNCTION json_raw(value blob) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT convert_from(value::bytea, 'UTF8') $$;

CREATE FUNCTION json_key(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF value IS NULL THEN
    PERFORM "SYS".raise(40653, 'NULL value is not allowed as a JSON key');
  END IF;
  RETURN to_json(value::varchar)::text || ':';
END $$;

-- STRICT and WITH UNIQUE KEYS
CREATE FUNCTION json_checked(value text, is_unique boolean) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF value IS NOT JSON THEN
    PERFORM "SYS".raise(40441, 'JSON syntax error');
  ELSIF is_unique AND value IS NOT JSON WITH UNIQUE KEYS THEN
    PERFORM "SYS".raise(40473, 'duplicate key names in JSON object');
  END IF;
  RETURN value;
END $$;

-- What a function returns without RETURNING: the JSON type for that type, else VARCHAR2(4000).
CREATE FUNCTION json_default(value json, source json, fails boolean) RETURNS json LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION json_default(value json, source text, fails boolean) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT "SYS".json_text("SYS".json_compact(value), 4000, false, fails) $$;
CREATE FUNCTION json_default(value json, source bytea, fails boolean) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT "SYS".json_text("SYS".json_compact(value), 4000, false, fails) $$;

CREATE FUNCTION json_type(value text) RETURNS json LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT "SYS".text_json(value) $$;
CREATE FUNCTION json_type(value json) RETURNS json LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT value $$;
CREATE FUNCTION json_type(value bytea) RETURNS json LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT "SYS".text_json(convert_from(value, 'UTF8')) $$;

-- RFC 7396, "JSON Merge Patch"
CREATE FUNCTION json_merged(target json, patch json) RETURNS json LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  members text;
BEGIN
  IF patch IS NULL OR json_typeof(patch) <> 'object' THEN
    RETURN patch;
  END IF;
  SELECT string_agg(to_json(m.name)::text || ':' || "SYS".json_compact(m.value), ',' ORDER BY m.place) INTO members FROM (
    SELECT t.key AS name, t.n AS place, CASE WHEN patch -> t.key IS NULL THEN t.value ELSE "SYS".json_merged(t.value, patch -> t.key) END AS value
    FROM json_each(CASE WHEN json_typeof(target) = 'object' THEN target ELSE '{}' END) WITH ORDINALITY AS t(key, value, n)
    UNION ALL
    SELECT p.key, 1000000000 + p.n, "SYS".json_merged(NULL, p.value) FROM json_each(patch) WITH ORDINALITY AS p(key, value, n)
    WHERE target IS NULL OR json_typeof(target) <> 'object' OR target -> p.key IS NULL
  ) AS m WHERE json_typeof(m.value) <> 'null' OR patch -> m.name IS NULL;
  RETURN ('{' || coalesce(members, '') || '}')::varchar::json;
END $$;
CREATE FUNCTION json_equal(value json, other json) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT value::jsonb = other::jsonb $$;

-- Dot notation: of a single value itself, of several an array ("JSON Object Access Expressions").
CREATE FUNCTION no_json_column(owner text, name text) RETURNS void LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM "SYS".raise(904, format('"%s"."%s": invalid identifier', owner, name));
END $$;
-- immutable, so that it is looked at once: plans are made again when the table or its constraints change
CREATE FUNCTION has_json(relation regclass, owner text, name text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM "SYS".columns c JOIN pg_attribute a ON a.attrelid = c.table_oid AND a.attnum = c.attnum
      WHERE c.table_oid = relation AND a.attname = name AND (c.is_json OR c.kind = 'JSON'))
    AND NOT EXISTS (SELECT FROM "SYS".view_columns v WHERE v.view_oid = relation AND v.name = has_json.name AND (v.is_json OR v.kind = 'JSON')) THEN
    PERFORM "SYS".no_json_column(owner, name);
  END IF;
  RETURN true;
END $$;
CREATE FUNCTION json_known(value json, owner text, name text) RETURNS json LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION json_known(value text, owner text, name text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM "SYS".raise(3001, 'unimplemented feature: oracle_standin does not support dot notation of a column of a subquery that is not of type JSON');
END $$;
CREATE FUNCTION json_dotted(value json, steps json) RETURNS json LANGUAGE sql IMMUTABLE AS
$$ SELECT "SYS".json_queried(true, value, steps, NULL::json, 'SEVERAL', true, 'NULL', 'NULL') $$;
CREATE FUNCTION json_dotted(value text, steps json) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  item json := "SYS".json_dotted("SYS".json_document(value, false), steps);
BEGIN
  RETURN "SYS".json_text(CASE WHEN json_typeof(item) IN ('object', 'array') THEN "SYS".json_compact(item) ELSE nullif(item #>> '{}', '') END, 4000, false, false);
END $$;
CREATE FUNCTION json_dotted(value bytea, steps json) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT "SYS".json_dotted("SYS".json_compact("SYS".json_document(value, false)), steps) $$;
