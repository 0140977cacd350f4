-- Functions on text and bytes beside the simplest ones.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE FUNCTION unsupported(what text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support ' || what);
END $$;

CREATE FUNCTION "LENGTH"(value text) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT length(value)::numeric $$;
CREATE FUNCTION "LENGTH"(value numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT length(str(value))::numeric $$;
CREATE FUNCTION "LENGTH"(value timestamp) RETURNS numeric LANGUAGE sql STABLE STRICT AS $$ SELECT length(str(value))::numeric $$;
CREATE FUNCTION "LENGTH"(value odate) RETURNS numeric LANGUAGE sql STABLE STRICT AS $$ SELECT length(str(value))::numeric $$;
-- of a BLOB it counts bytes, of a RAW hexadecimal digits, and PostgreSQL has one type for both
CREATE FUNCTION "LENGTH"(value bytea) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT unsupported('LENGTH of bytes; use DBMS_LOB.GETLENGTH or UTL_RAW.LENGTH')::numeric $$;
CREATE FUNCTION byte_length(value bytea) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT octet_length(value)::numeric $$;
CREATE FUNCTION byte_length(value text) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT length(value)::numeric $$;

-- The bytes of a character as a number (the database's characters are AL32UTF8).
CREATE FUNCTION "ASCII"(value text) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT sum(get_byte(bytes, place)::numeric * (256::numeric ^ (length(bytes) - 1 - place)))::bigint::numeric
  FROM (SELECT convert_to(left(value, 1), 'UTF8') AS bytes) AS x, generate_series(0, length(bytes) - 1) AS place
$$;
CREATE FUNCTION "CHR"(code numeric) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN trunc(code) BETWEEN 1 AND 127 THEN chr(trunc(code)::int) ELSE unsupported('CHR(' || str(code) || ')') END
$$;

-- A negative start counts from the end, and the search goes backwards from there.
CREATE FUNCTION "INSTR"(value text, part text, start numeric DEFAULT 1, occurrence numeric DEFAULT 1) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  step int := CASE WHEN start < 0 THEN -1 ELSE 1 END;
  place int := CASE WHEN start < 0 THEN length(value) + trunc(start)::int + 1 ELSE trunc(start)::int END;
  missing int := trunc(occurrence)::int;
BEGIN
  IF occurrence < 1 THEN
    PERFORM raise(1428, 'argument ''' || str(occurrence) || ''' is out of range');
  END IF;
  IF step = 1 AND missing = 1 AND place > 0 THEN
    step := strpos(substr(value, place), part);
    RETURN CASE WHEN step = 0 THEN 0 ELSE place + step - 1 END;
  END IF;
  WHILE place BETWEEN 1 AND length(value) LOOP
    IF substr(value, place, length(part)) = part THEN
      missing := missing - 1;
      IF missing = 0 THEN
        RETURN place;
      END IF;
    END IF;
    place := place + step;
  END LOOP;
  RETURN 0;
END $$;

-- DBMS_LOB: the amount comes before the offset, both count from 1.
CREATE FUNCTION lob_substr(value text, amount numeric, start numeric) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN amount >= 1 AND start >= 1 THEN nullif(substr(value, trunc(start)::int, trunc(amount)::int), '') END $$;
CREATE FUNCTION lob_substr(value bytea, amount numeric, start numeric) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN amount >= 1 AND start >= 1 THEN nullif(substr(value, trunc(start)::int, trunc(amount)::int), '') END $$;
CREATE FUNCTION lob_compare(a text, b text) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN a = b THEN 0 WHEN a < b THEN -1 ELSE 1 END::numeric $$;
CREATE FUNCTION lob_compare(a bytea, b bytea) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN a = b THEN 0 WHEN a < b THEN -1 ELSE 1 END::numeric $$;

-- An escape character stands before %, _ or itself ("LIKE Condition").
-- LIKEC takes a letter and the accents that follow it for one character; text without such accents is the same to all.
CREATE FUNCTION complete_characters(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF value ~ '[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31-\u0e3a\u1100-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]' THEN
    PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support LIKEC with combining characters');
  END IF;
  RETURN value;
END $$;

CREATE FUNCTION like_pattern(pattern text, escape_character text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  is_escaped boolean := false;
BEGIN
  IF length(escape_character) <> 1 THEN
    PERFORM raise(1425, 'escape character must be character string of length 1');
  END IF;
  FOR place IN 1..length(pattern) LOOP
    IF is_escaped AND substr(pattern, place, 1) NOT IN ('%', '_', escape_character) THEN
      PERFORM raise(1424, 'missing or illegal character following the escape character');
    END IF;
    is_escaped := NOT is_escaped AND substr(pattern, place, 1) = escape_character;
  END LOOP;
  IF is_escaped THEN
    PERFORM raise(1424, 'missing or illegal character following the escape character');
  END IF;
  RETURN pattern;
END $$;

-- Bytes -----------------------------------------------------------------------------------------------------------

CREATE FUNCTION cast_to_raw(value text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT convert_to(value, 'UTF8') $$;
CREATE FUNCTION cast_to_varchar2(value bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT nullif(convert_from(value, 'UTF8'), '') $$;

-- PostgreSQL has no SHA-1 (FIPS 180-4, 6.1).
CREATE FUNCTION sha1(value bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  mask CONSTANT bigint := 4294967295;
  padded bytea := value || '\x80'::bytea || decode(repeat('00', (119 - length(value) % 64) % 64), 'hex')
    || int8send(length(value)::bigint * 8);
  h bigint[] := ARRAY[1732584193, 4023233417, 2562383102, 271733878, 3285377520];
  w bigint[];
  a bigint; b bigint; c bigint; d bigint; e bigint; f bigint; k bigint; t bigint;
BEGIN
  FOR block IN 0..length(padded) / 64 - 1 LOOP
    FOR i IN 0..15 LOOP
      t := block * 64 + i * 4;
      w[i] := (get_byte(padded, t::int)::bigint << 24) | (get_byte(padded, t::int + 1) << 16)
        | (get_byte(padded, t::int + 2) << 8) | get_byte(padded, t::int + 3);
    END LOOP;
    FOR i IN 16..79 LOOP
      t := w[i - 3] # w[i - 8] # w[i - 14] # w[i - 16];
      w[i] := ((t << 1) & mask) | (t >> 31);
    END LOOP;
    a := h[1]; b := h[2]; c := h[3]; d := h[4]; e := h[5];
    FOR i IN 0..79 LOOP
      IF i < 20 THEN
        f := (b & c) | ((mask # b) & d);
        k := 1518500249;
      ELSIF i < 40 THEN
        f := b # c # d;
        k := 1859775393;
      ELSIF i < 60 THEN
        f := (b & c) | (b & d) | (c & d);
        k := 2400959708;
      ELSE
        f := b # c # d;
        k := 3395469782;
      END IF;
      t := ((((a << 5) & mask) | (a >> 27)) + f + e + k + w[i]) & mask;
      e := d; d := c; c := ((b << 30) & mask) | (b >> 2); b := a; a := t;
    END LOOP;
    h := ARRAY[(h[1] + a) & mask, (h[2] + b) & mask, (h[3] + c) & mask, (h[4] + d) & mask, (h[5] + e) & mask];
  END LOOP;
  RETURN (SELECT string_agg(substr(int8send(part), 5), '' ORDER BY place) FROM unnest(h) WITH ORDINALITY AS x(part, place));
END $$;

CREATE FUNCTION "STANDARD_HASH"(value bytea, method text DEFAULT 'SHA1') RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  value := coalesce(value, '');
  CASE upper(method)
    WHEN 'SHA1' THEN RETURN sha1(value);
    WHEN 'MD5' THEN RETURN decode(md5(value), 'hex');
    WHEN 'SHA256' THEN RETURN sha256(value);
    WHEN 'SHA384' THEN RETURN sha384(value);
    WHEN 'SHA512' THEN RETURN sha512(value);
    ELSE PERFORM raise(909, 'invalid number of arguments');
  END CASE;
END $$;
CREATE FUNCTION "STANDARD_HASH"(value text, method text DEFAULT 'SHA1') RETURNS bytea LANGUAGE sql IMMUTABLE AS
$$ SELECT "STANDARD_HASH"(convert_to(value, 'UTF8'), method) $$;
-- Oracle hashes the stored bytes of numbers and dates
CREATE FUNCTION "STANDARD_HASH"(value numeric, method text DEFAULT 'SHA1') RETURNS bytea LANGUAGE sql IMMUTABLE AS
$$ SELECT unsupported('STANDARD_HASH of a number; use TO_CHAR')::bytea $$;

-- Regular expressions ("Oracle Regular Expression Support") -------------------------------------------------------

-- PostgreSQL's pattern for an Oracle one; what the two read differently is refused.
CREATE FUNCTION regexp_pattern(pattern text, flags text, is_search boolean) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  result text := '';
  place int := 1;
  sign text;
  token text;
BEGIN
  IF pattern ~ '^\*\*\*' OR strpos(pattern, '(?') > 0 OR pattern ~ '[*+?}]\?' OR pattern ~ '\[[.=]' OR pattern ~ '\[\[:[<>]:\]\]'
    OR (NOT is_search AND strpos(pattern, '|') > 0)
  THEN
    PERFORM unsupported('the regular expression ' || pattern);
  END IF;
  WHILE place <= length(pattern) LOOP
    sign := substr(pattern, place, 1);
    IF sign = '\' THEN
      token := substr(pattern, place, 2);
      IF token ~ '^\\[a-zA-CE-RT-VX-Z]$' AND token !~ '^\\[dswA]$' THEN
        PERFORM unsupported(token || ' in a regular expression');
      END IF;
    ELSIF sign = '[' THEN
      token := substring(substr(pattern, place) FROM '^\[\^?\]?(?:\[:[a-z]+:\]|[^]])*\]');
      IF token IS NULL THEN
        PERFORM raise(12726, 'unmatched bracket in regular expression');
      END IF;
    ELSE
      token := sign;
    END IF;
    place := place + length(token);
    result := result || CASE WHEN sign = '[' THEN replace(token, '\', '\\')
      WHEN token = '.' AND strpos(flags, 'n') = 0 THEN '[^\n]' ELSE token END;
  END LOOP;
  RETURN result;
END $$;

-- PostgreSQL's flags; the last one of c and i counts. The data are compared by NLS_SORT=BINARY, so by case.
CREATE FUNCTION regexp_flags(flags text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF flags ~ '[^cinm]' THEN
    IF strpos(flags, 'x') > 0 THEN
      PERFORM unsupported('the match parameter x of regular expressions');
    END IF;
    PERFORM raise(1760, 'illegal argument for function');
  END IF;
  RETURN coalesce(substring(flags FROM '[ci](?=[^ci]*$)'), 'c') || CASE WHEN strpos(flags, 'm') > 0 THEN 'w' ELSE '' END;
END $$;

CREATE FUNCTION "REGEXP_LIKE"(value text, pattern text, flags text DEFAULT 'c') RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT regexp_like(value, regexp_pattern(pattern, flags, true), regexp_flags(flags)) $$;
CREATE FUNCTION "REGEXP_COUNT"(value text, pattern text, start numeric DEFAULT 1, flags text DEFAULT 'c') RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT regexp_count(value, regexp_pattern(pattern, flags, false), start::int, regexp_flags(flags))::numeric $$;
CREATE FUNCTION "REGEXP_SUBSTR"(
  value text, pattern text, start numeric DEFAULT 1, occurrence numeric DEFAULT 1, flags text DEFAULT 'c', part numeric DEFAULT 0
) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT nullif(regexp_substr(value, regexp_pattern(pattern, flags, false), start::int, occurrence::int, regexp_flags(flags),
    part::int), '')
$$;
CREATE FUNCTION "REGEXP_INSTR"(
  value text, pattern text, start numeric DEFAULT 1, occurrence numeric DEFAULT 1, ending numeric DEFAULT 0,
  flags text DEFAULT 'c', part numeric DEFAULT 0
) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT regexp_instr(value, regexp_pattern(pattern, flags, false), start::int, occurrence::int, ending::int,
    regexp_flags(flags), part::int)::numeric
$$;
-- \1 to \9 stand for groups, two backslashes for one
CREATE FUNCTION "REGEXP_REPLACE"(
  value text, pattern text, other text DEFAULT NULL, start numeric DEFAULT 1, occurrence numeric DEFAULT 0, flags text DEFAULT 'c'
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN value IS NULL THEN NULL WHEN pattern IS NULL THEN value ELSE
    nullif(regexp_replace(value, regexp_pattern(pattern, flags, false),
      regexp_replace(coalesce(other, ''), '\\(?![0-9\\])', '\\\\', 'g'), start::int, occurrence::int, regexp_flags(flags)), '') END
$$;
