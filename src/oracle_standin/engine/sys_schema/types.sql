-- Types, casts and operators. Names that a client can write are in upper case; the stand-in's own are in lower case.

CREATE SCHEMA "SYS";
SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- An error with an Oracle code: the SQLSTATE is OR000, the code and Oracle's text are in the message.
CREATE FUNCTION "SYS".raise(code int, message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'OR000', MESSAGE = code || ':' || message;
END $$;

-- DATE has a time of day but no fraction of a second.
CREATE DOMAIN odate AS timestamp(0);

-- TIMESTAMP WITH TIME ZONE keeps the offset, in minutes, that it was given.
CREATE TYPE tstz AS (instant timestamptz, zone smallint);

-- Settings of the session -----------------------------------------------------------------------------------------

CREATE FUNCTION setting(name text) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('standin.' || name, true), '') $$;

-- The offset of a time zone at an instant, in minutes; PostgreSQL refuses an unknown one with SQLSTATE 22023.
CREATE FUNCTION zone_minutes(zone text, instant timestamptz) RETURNS smallint LANGUAGE sql STABLE STRICT AS $$
  SELECT CASE
    WHEN zone ~ '^\s*[+-]?\d{1,2}:\d{2}\s*$'
    THEN (CASE WHEN zone ~ '^\s*-' THEN -1 ELSE 1 END)
      * (split_part(ltrim(zone, ' +-'), ':', 1)::int * 60 + split_part(zone, ':', 2)::int)
    ELSE extract(epoch FROM (instant AT TIME ZONE zone) - (instant AT TIME ZONE 'UTC'))::int / 60
  END::smallint
$$;

CREATE FUNCTION session_zone() RETURNS smallint LANGUAGE sql STABLE AS
$$ SELECT zone_minutes(coalesce(setting('time_zone'), '+00:00'), statement_timestamp()) $$;

-- Datetime conversions between the types --------------------------------------------------------------------------

CREATE FUNCTION wall_clock(value tstz) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT (value).instant AT TIME ZONE 'UTC' + make_interval(mins => (value).zone) $$;

CREATE FUNCTION at_offset(value timestamp, minutes smallint) RETURNS tstz LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT ROW((value - make_interval(mins => minutes)) AT TIME ZONE 'UTC', minutes)::tstz $$;

CREATE FUNCTION in_session_zone(value timestamp) RETURNS tstz LANGUAGE sql STABLE STRICT AS
$$ SELECT at_offset(value, session_zone()) $$;

CREATE CAST (timestamp AS tstz) WITH FUNCTION in_session_zone(timestamp) AS IMPLICIT;
CREATE CAST (tstz AS timestamp) WITH FUNCTION wall_clock(tstz) AS ASSIGNMENT;

-- Numbers as text: no leading zero, no trailing zeros (SQL Language Reference, "TO_CHAR (number)") ---------------

CREATE FUNCTION number_text(value numeric) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT regexp_replace(trim_scale(value)::varchar::text, '^(-?)0\.', '\1.') $$;

CREATE FUNCTION text_number(value text) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF value !~ '^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$' THEN
    PERFORM raise(1722, 'unable to convert string value to a number');
  END IF;
  RETURN numeric_in(textout(value), 0, -1);
END $$;

CREATE FUNCTION no_implicit_text(value timestamp) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support implicit conversion of a datetime to text; use TO_CHAR');
END $$;

CREATE CAST (text AS numeric) WITH FUNCTION text_number(text) AS IMPLICIT;
CREATE CAST (numeric AS text) WITH FUNCTION number_text(numeric) AS ASSIGNMENT;
CREATE CAST (timestamp AS text) WITH FUNCTION no_implicit_text(timestamp) AS ASSIGNMENT;

CREATE FUNCTION text_raw(value text) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN decode(CASE length(value) % 2 WHEN 1 THEN '0' ELSE '' END || value, 'hex');
EXCEPTION WHEN invalid_parameter_value THEN
  PERFORM raise(1465, 'invalid hex number');
END $$;

CREATE CAST (text AS bytea) WITH FUNCTION text_raw(text) AS ASSIGNMENT;

CREATE FUNCTION text_boolean(value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF lower(value) IN ('true', 't', 'yes', 'y', 'on', '1') THEN
    RETURN true;
  ELSIF lower(value) IN ('false', 'f', 'no', 'n', 'off', '0') THEN
    RETURN false;
  END IF;
  PERFORM raise(61800, 'invalid boolean literal: ' || value);
END $$;

CREATE FUNCTION number_boolean(value numeric) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT value <> 0 $$;
CREATE FUNCTION boolean_number(value boolean) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT value::int::numeric $$;

CREATE CAST (text AS boolean) WITH FUNCTION text_boolean(text) AS ASSIGNMENT;
CREATE CAST (numeric AS boolean) WITH FUNCTION number_boolean(numeric) AS ASSIGNMENT;
CREATE CAST (boolean AS numeric) WITH FUNCTION boolean_number(boolean) AS ASSIGNMENT;
CREATE CAST (text AS float8) WITH INOUT AS ASSIGNMENT;
CREATE CAST (text AS interval) WITH INOUT AS ASSIGNMENT;

-- Division with Oracle's 40 digits ("NUMBER Data Type") -----------------------------------------------------------

CREATE FUNCTION quotient(dividend numeric, divisor numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN dividend = 0 OR divisor = 0 THEN dividend / divisor
    ELSE trim_scale(round(
      (dividend::numeric * ('1e' || digits)::numeric) / divisor, 0) * ('1e-' || digits)::numeric) END
  FROM (SELECT greatest(0, 40 - floor(log(abs(dividend))) ::int + floor(log(abs(divisor)))::int) AS digits)
$$;
CREATE FUNCTION quotient(dividend float8, divisor float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN divisor <> 0 THEN dividend / divisor WHEN dividend = 0 OR dividend = 'NaN' THEN 'NaN'
     WHEN dividend > 0 THEN 'Infinity' ELSE '-Infinity' END::float8 $$;
CREATE FUNCTION quotient(span interval, divisor numeric) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT span / divisor::float8 $$;

-- DATE arithmetic in days ("Datetime/Interval Arithmetic") -------------------------------------------------------

CREATE FUNCTION days(value numeric) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT make_interval(secs => round(value * 86400)::float8) $$;

CREATE FUNCTION plus(date odate, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT (date::timestamp + days(days))::odate $$;
CREATE FUNCTION plus(days numeric, date odate) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(date, days) $$;
CREATE FUNCTION minus(date odate, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(date, -days) $$;
CREATE FUNCTION minus(later odate, earlier odate) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT quotient(extract(epoch FROM later::timestamp - earlier::timestamp), 86400::numeric) $$;
CREATE FUNCTION plus(value timestamp, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT (date_trunc('second', value) + days(days))::odate $$;
CREATE FUNCTION minus(value timestamp, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(value, -days) $$;
CREATE FUNCTION plus(value tstz, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT plus(wall_clock(value), days) $$;
CREATE FUNCTION minus(value tstz, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(value, -days) $$;
CREATE FUNCTION plus(date odate, span interval) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT date_trunc('second', date::timestamp + span)::odate $$;
CREATE FUNCTION minus(date odate, span interval) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(date, -span) $$;
CREATE FUNCTION plus(value tstz, span interval) RETURNS tstz LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT ROW((value).instant + span, (value).zone)::tstz $$;
CREATE FUNCTION minus(value tstz, span interval) RETURNS tstz LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(value, -span) $$;
CREATE FUNCTION minus(later tstz, earlier tstz) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT (later).instant - (earlier).instant $$;

CREATE OPERATOR + (FUNCTION = plus, LEFTARG = odate, RIGHTARG = numeric);
CREATE OPERATOR + (FUNCTION = plus, LEFTARG = numeric, RIGHTARG = odate);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = odate, RIGHTARG = numeric);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = odate, RIGHTARG = odate);
CREATE OPERATOR + (FUNCTION = plus, LEFTARG = timestamp, RIGHTARG = numeric);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = timestamp, RIGHTARG = numeric);
CREATE OPERATOR + (FUNCTION = plus, LEFTARG = tstz, RIGHTARG = numeric);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = tstz, RIGHTARG = numeric);
CREATE OPERATOR + (FUNCTION = plus, LEFTARG = odate, RIGHTARG = interval);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = odate, RIGHTARG = interval);
CREATE OPERATOR + (FUNCTION = plus, LEFTARG = tstz, RIGHTARG = interval);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = tstz, RIGHTARG = interval);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = tstz, RIGHTARG = tstz);

-- TIMESTAMP WITH TIME ZONE compares by instant ("Datetime Comparisons") -------------------------------------------

CREATE FUNCTION compare(a tstz, b tstz) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT timestamptz_cmp((a).instant, (b).instant) $$;
CREATE FUNCTION eq(a tstz, b tstz) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT (a).instant = (b).instant $$;
CREATE FUNCTION ne(a tstz, b tstz) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT (a).instant <> (b).instant $$;
CREATE FUNCTION lt(a tstz, b tstz) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT (a).instant < (b).instant $$;
CREATE FUNCTION le(a tstz, b tstz) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT (a).instant <= (b).instant $$;
CREATE FUNCTION gt(a tstz, b tstz) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT (a).instant > (b).instant $$;
CREATE FUNCTION ge(a tstz, b tstz) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT (a).instant >= (b).instant $$;

CREATE OPERATOR = (FUNCTION = eq, LEFTARG = tstz, RIGHTARG = tstz, COMMUTATOR = =, NEGATOR = <>);
CREATE OPERATOR <> (FUNCTION = ne, LEFTARG = tstz, RIGHTARG = tstz, COMMUTATOR = <>, NEGATOR = =);
CREATE OPERATOR < (FUNCTION = lt, LEFTARG = tstz, RIGHTARG = tstz, COMMUTATOR = >, NEGATOR = >=);
CREATE OPERATOR <= (FUNCTION = le, LEFTARG = tstz, RIGHTARG = tstz, COMMUTATOR = >=, NEGATOR = >);
CREATE OPERATOR > (FUNCTION = gt, LEFTARG = tstz, RIGHTARG = tstz, COMMUTATOR = <, NEGATOR = <=);
CREATE OPERATOR >= (FUNCTION = ge, LEFTARG = tstz, RIGHTARG = tstz, COMMUTATOR = <=, NEGATOR = <);
CREATE OPERATOR CLASS tstz_ops DEFAULT FOR TYPE tstz USING btree AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 compare(tstz, tstz);

-- Aggregates that keep the type -----------------------------------------------------------------------------------

CREATE FUNCTION as_date(value timestamp) RETURNS odate LANGUAGE sql IMMUTABLE AS $$ SELECT value::odate $$;
CREATE FUNCTION smaller(a tstz, b tstz) RETURNS tstz LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT CASE WHEN a <= b THEN a ELSE b END $$;
CREATE FUNCTION larger(a tstz, b tstz) RETURNS tstz LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT CASE WHEN a >= b THEN a ELSE b END $$;
CREATE AGGREGATE "SYS".min(odate) (SFUNC = timestamp_smaller, STYPE = timestamp, FINALFUNC = as_date);
CREATE AGGREGATE "SYS".max(odate) (SFUNC = timestamp_larger, STYPE = timestamp, FINALFUNC = as_date);
CREATE AGGREGATE "SYS".min(tstz) (SFUNC = smaller, STYPE = tstz);
CREATE AGGREGATE "SYS".max(tstz) (SFUNC = larger, STYPE = tstz);
CREATE AGGREGATE "COUNT"(*) (SFUNC = int8inc, STYPE = int8, INITCOND = 0, FINALFUNC = pg_catalog.numeric);
CREATE AGGREGATE "COUNT"("any") (SFUNC = int8inc_any, STYPE = int8, INITCOND = 0, FINALFUNC = pg_catalog.numeric);
