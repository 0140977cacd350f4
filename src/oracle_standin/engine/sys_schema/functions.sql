-- Functions that clients call. Meaning of each: SQL Language Reference, "Functions". Text functions give NULL for ''.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- Implicit conversion to text -------------------------------------------------------------------------------------

CREATE FUNCTION "SYS".str(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION "SYS".str(value numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT "SYS".number_text(value) $$;
CREATE FUNCTION "SYS".str(value bytea) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT upper(encode(value, 'hex')) $$;
CREATE FUNCTION "SYS".str(value boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT upper(value::varchar::text) $$;

CREATE FUNCTION "SYSDATE"() RETURNS odate LANGUAGE sql STABLE AS
$$ SELECT date_trunc('second', statement_timestamp() AT TIME ZONE 'UTC')::"SYS".odate $$;
CREATE FUNCTION "SYSTIMESTAMP"() RETURNS tstz LANGUAGE sql STABLE AS $$ SELECT ROW(statement_timestamp(), 0)::"SYS".tstz $$;
CREATE FUNCTION "USER"() RETURNS text LANGUAGE sql STABLE AS $$ SELECT "SYS".setting('user') $$;

CREATE FUNCTION "CONCAT"(a text, b text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT nullif(concat(a, b), '') $$;
CREATE FUNCTION "UPPER"(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT upper(value) $$;
CREATE FUNCTION "LOWER"(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT lower(value) $$;
CREATE FUNCTION "LENGTH"(value text) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT length(value)::numeric $$;
CREATE FUNCTION "LENGTHB"(value text) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT octet_length(value)::numeric $$;
