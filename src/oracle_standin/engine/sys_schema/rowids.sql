-- ROWID: PostgreSQL's numbers of a table and of a row's place in it. Reference: SQL Language Reference, "ROWID Data Type".

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE TYPE rowid AS (object oid, place tid);

CREATE FUNCTION rowid_at(object oid, place tid) RETURNS rowid LANGUAGE sql IMMUTABLE AS $$ SELECT ROW(object, place)::"SYS".rowid $$;

CREATE FUNCTION base64_digits(number int8, width int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(substr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', ((number >> 6 * place) & 63)::int + 1, 1), ''
    ORDER BY place DESC) FROM generate_series(0, width - 1) AS place
$$;

CREATE FUNCTION base64_number(digits text) RETURNS int8 LANGUAGE sql IMMUTABLE AS $$
  SELECT sum((strpos('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', digit) - 1)::int8 << (6 * (length(digits) - place))::int)::int8
  FROM string_to_table(digits, NULL) WITH ORDINALITY AS digit(digit, place)
$$;

-- "Rowid Values": six characters of the object, three of the file, six of the block, three of the row.
CREATE FUNCTION "ROWIDTOCHAR"(value rowid) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT base64_digits(value.object::int8, 6) || 'AAA' || base64_digits(split_part(btrim(value.place::text, '()'), ',', 1)::int8, 6)
    || base64_digits(split_part(btrim(value.place::text, '()'), ',', 2)::int8, 3)
$$;

CREATE FUNCTION "CHARTOROWID"(value text) RETURNS rowid LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF value !~ '^[A-Za-z0-9+/]{18}$' THEN
    PERFORM "SYS".raise(1410, 'invalid ROWID');
  END IF;
  RETURN ROW("SYS".base64_number(left(value, 6))::oid,
    format('(%s,%s)', "SYS".base64_number(substr(value, 10, 6)), "SYS".base64_number(right(value, 3)))::tid)::"SYS".rowid;
EXCEPTION WHEN invalid_text_representation OR numeric_value_out_of_range THEN
  PERFORM "SYS".raise(1410, 'invalid ROWID');
END $$;
CREATE FUNCTION "CHARTOROWID"(value rowid) RETURNS rowid LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION str(value rowid) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT "SYS"."ROWIDTOCHAR"(value) $$;

CREATE FUNCTION chars(value rowid) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT "SYS"."ROWIDTOCHAR"(value) $$;
CREATE FUNCTION "LENGTH"(value rowid) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT length("SYS"."ROWIDTOCHAR"(value))::numeric $$;
CREATE FUNCTION "LENGTHB"(value rowid) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT length("SYS"."ROWIDTOCHAR"(value))::numeric $$;
