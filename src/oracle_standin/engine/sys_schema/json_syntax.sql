-- JSON text: Oracle's lax syntax read as strict JSON, and values written as Oracle writes them (JSON Developer's Guide,
-- "About Strict and Lax JSON Syntax").

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- A text between quotes as a strict JSON string: characters that need an escape in strict syntax alone get one.
CREATE FUNCTION json_requoted(token text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT '"' || string_agg(CASE
      WHEN part[1] = '"' THEN '\"' WHEN part[1] = '\''' THEN ''''
      WHEN part[1] ~ '[\x01-\x1f]' THEN '\u' || lpad(to_hex(ascii(part[1])), 4, '0') ELSE part[1] END, '' ORDER BY n) || '"'
  FROM regexp_matches(substr(token, 2, length(token) - 2), '(\\.|[\x01-\x1f"]|[^\\\x01-\x1f"]+)', 'g') WITH ORDINALITY AS p(part, n)
$$;

-- A number of the lax syntax: a plus, zeros in front, no digit on one side of the point.
CREATE FUNCTION json_strict_number(token text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(ltrim(token, '+'), '^(-?)0+(?=\d)', '\1'), '^(-?)\.', '\10.'), '\.(?!\d)', '')
$$;

-- The strict form of lax JSON; NULL for what is no JSON. PostgreSQL checks the order of the tokens.
CREATE FUNCTION json_strict_text(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  tokens text[] := ARRAY(SELECT m.parts[1] FROM regexp_matches(value,
    '("(?:[^"\\]|\\.)*"|''(?:[^''\\]|\\.)*''|[{}\[\]:,]|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_$][\w$]*|\S)', 'g') AS m(parts));
  written text[] := '{}';
  token text;
  is_name boolean;
  has_single_quotes boolean := false;
BEGIN
  FOR place IN 1 .. cardinality(tokens) LOOP
    token := tokens[place];
    is_name := coalesce(tokens[place + 1] = ':', false);
    IF token = ',' AND place > 1 AND tokens[place + 1] IN ('}', ']') AND tokens[place - 1] NOT IN (',', '{', '[', ':') THEN
      CONTINUE;
    ELSIF token ~ '^["'']' THEN
      has_single_quotes := has_single_quotes OR (token LIKE '''%' AND NOT is_name);
      token := coalesce("SYS".json_requoted(token), '""');
    ELSIF token ~ '^[A-Za-z_$]' THEN
      token := CASE WHEN is_name THEN '"' || token || '"' WHEN lower(token) IN ('true', 'false', 'null') THEN lower(token) ELSE token END;
    ELSIF token ~ '^[+-]?\.?\d' THEN
      token := "SYS".json_strict_number(token);
    END IF;
    written := written || token;
  END LOOP;
  token := array_to_string(written, ' ');
  IF token IS NOT JSON THEN
    RETURN NULL;
  ELSIF has_single_quotes THEN
    PERFORM "SYS".raise(3001, 'unimplemented feature: oracle_standin does not support single quotes around strings in JSON');
  END IF;
  RETURN token;
END $$;

-- What IS JSON finds beyond strict syntax.
CREATE FUNCTION is_lax_json(value text, is_unique boolean, has_scalars boolean) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  written text := "SYS".json_strict_text(value);
BEGIN
  RETURN written IS NOT NULL AND (has_scalars OR written IS JSON OBJECT OR written IS JSON ARRAY)
    AND (NOT is_unique OR written IS JSON WITH UNIQUE KEYS);
END $$;
CREATE FUNCTION is_lax_json(value json, is_unique boolean, has_scalars boolean) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT false $$;
CREATE FUNCTION is_lax_json(value bytea, is_unique boolean, has_scalars boolean) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN "SYS".is_lax_json(convert_from(value, 'UTF8'), is_unique, has_scalars);
EXCEPTION WHEN character_not_in_repertoire OR untranslatable_character THEN
  RETURN false;
END $$;

-- A document; NULL for anything that is none, or an error where that is asked for.
-- in PL/pgSQL: of a constant the planner would convert the text before it looks whether it can
CREATE FUNCTION json_document(value text, fails boolean) RETURNS json LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  written text;
BEGIN
  IF value IS JSON THEN
    RETURN value::varchar::json;
  END IF;
  written := "SYS".json_strict_text(value);
  PERFORM CASE WHEN written IS NULL AND fails THEN "SYS".raise(40441, 'JSON syntax error') END;
  RETURN written::varchar::json;
END $$;
CREATE FUNCTION json_document(value json, fails boolean) RETURNS json LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT value $$;
CREATE FUNCTION json_document(value bytea, fails boolean) RETURNS json LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN "SYS".json_document(convert_from(value, 'UTF8'), fails);
EXCEPTION WHEN character_not_in_repertoire OR untranslatable_character THEN
  PERFORM CASE WHEN fails THEN "SYS".raise(40441, 'JSON syntax error') END;
  RETURN NULL;
END $$;

-- A value without blanks between its parts; the JSON type keeps numbers, not their spelling.
CREATE FUNCTION json_compact(value json, of_json_type boolean DEFAULT false) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  CASE json_typeof(value)
    WHEN 'object' THEN
      RETURN '{' || coalesce((SELECT string_agg(to_json(m.key)::text || ':' || "SYS".json_compact(m.value, of_json_type), ',' ORDER BY m.n)
        FROM json_each(value) WITH ORDINALITY AS m(key, value, n)), '') || '}';
    WHEN 'array' THEN
      RETURN '[' || coalesce((SELECT string_agg("SYS".json_compact(e.value, of_json_type), ',' ORDER BY e.n)
        FROM json_array_elements(value) WITH ORDINALITY AS e(value, n)), '') || ']';
    WHEN 'string' THEN
      RETURN to_json(value #>> '{}')::text;
    WHEN 'number' THEN
      RETURN CASE WHEN of_json_type THEN trim_scale((value #>> '{}')::varchar::numeric)::varchar::text ELSE value #>> '{}' END;
    ELSE
      RETURN coalesce(value #>> '{}', 'null');
  END CASE;
END $$;

-- PRETTY: two blanks for each level, a container below the name of its member.
CREATE FUNCTION json_pretty(value json, indent text DEFAULT '') RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  is_object boolean := json_typeof(value) = 'object';
  inner_indent text := indent || '  ';
  parts text;
BEGIN
  IF json_typeof(value) NOT IN ('object', 'array') THEN
    RETURN coalesce("SYS".json_compact(value), 'null');
  ELSIF is_object THEN
    SELECT string_agg(inner_indent || to_json(m.key)::text || ' :'
        || CASE WHEN json_typeof(m.value) IN ('object', 'array') THEN E'\n' || inner_indent ELSE ' ' END
        || "SYS".json_pretty(m.value, inner_indent), E',\n' ORDER BY m.n) INTO parts
      FROM json_each(value) WITH ORDINALITY AS m(key, value, n);
  ELSE
    SELECT string_agg(inner_indent || "SYS".json_pretty(e.value, inner_indent), E',\n' ORDER BY e.n) INTO parts
      FROM json_array_elements(value) WITH ORDINALITY AS e(value, n);
  END IF;
  IF parts IS NULL THEN
    PERFORM "SYS".raise(3001, 'unimplemented feature: oracle_standin does not support PRETTY for empty objects and arrays');
  END IF;
  RETURN CASE WHEN is_object THEN '{' ELSE '[' END || E'\n' || parts || E'\n' || indent || CASE WHEN is_object THEN '}' ELSE ']' END;
END $$;

-- ASCII: other characters as escapes, in UTF-16.
CREATE FUNCTION json_ascii(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT coalesce(string_agg(CASE
      WHEN ascii(c) < 128 THEN c
      WHEN ascii(c) < 65536 THEN '\u' || lpad(to_hex(ascii(c)), 4, '0')
      ELSE '\u' || to_hex(55296 + (ascii(c) - 65536) / 1024) || '\u' || to_hex(56320 + (ascii(c) - 65536) % 1024) END, '' ORDER BY n), '')
  FROM regexp_split_to_table(value, '') WITH ORDINALITY AS t(c, n)
$$;

-- Text becomes a value of the JSON type, which has each name once ("Unique Versus Duplicate Fields in JSON Objects").
CREATE OR REPLACE FUNCTION text_json(value text) RETURNS json LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  document json := "SYS".json_document(value, true);
BEGIN
  IF document::text IS NOT JSON WITH UNIQUE KEYS THEN
    PERFORM "SYS".raise(40473, 'duplicate key names in JSON object');
  END IF;
  RETURN "SYS".json_compact(document, true)::varchar::json;
END $$;
