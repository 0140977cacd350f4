-- Types, casts and operators. Names that a client can write are in upper case; the stand-in's own are in lower case.

CREATE SCHEMA "SYS";
SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- An error with an Oracle code: the SQLSTATE is OR000, the code and Oracle's text are in the message.
CREATE FUNCTION "SYS".raise(code int, message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'OR000', MESSAGE = code || ':' || message;
END $$;

-- LOBs and LONGs are types of their own, made of PostgreSQL's functions: nothing compares, sorts or groups them.
DO $$
DECLARE
  type record;
BEGIN
  FOR type IN SELECT * FROM (VALUES ('clob', 'text'), ('long', 'text'), ('blob', 'bytea'), ('long_raw', 'bytea')) AS x(name, form)
  LOOP
    EXECUTE format('CREATE TYPE %I', type.name);
    EXECUTE format('CREATE FUNCTION %I(cstring) RETURNS %I LANGUAGE internal IMMUTABLE STRICT AS %L',
      type.name || '_in', type.name, type.form || 'in');
    EXECUTE format('CREATE FUNCTION %I(%I) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS %L',
      type.name || '_out', type.name, type.form || 'out');
    EXECUTE format('CREATE TYPE %I (INPUT = %I, OUTPUT = %I, LIKE = %s, CATEGORY = ''L'')',
      type.name, type.name || '_in', type.name || '_out', type.form);
    EXECUTE format('CREATE CAST (%s AS %I) WITHOUT FUNCTION AS ASSIGNMENT', type.form, type.name);
  END LOOP;
END $$;
CREATE CAST (clob AS text) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE CAST (blob AS bytea) WITHOUT FUNCTION AS ASSIGNMENT;

-- CHAR is PostgreSQL's bpchar, whose blanks at the end count everywhere but in comparisons of CHARs with each other.
UPDATE pg_cast SET castfunc = 0, castmethod = 'b'
WHERE castsource = 'bpchar'::regtype AND casttarget IN ('text'::regtype, 'varchar'::regtype);
CREATE CAST (bpchar AS clob) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE CAST (bpchar AS long) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE CAST (clob AS bpchar) WITHOUT FUNCTION AS ASSIGNMENT;

-- A text literal compares with a CHAR as a CHAR does, and with anything else as a VARCHAR2 ("Text Literals").
CREATE DOMAIN literal AS text;

-- DATE has a time of day but no fraction of a second.
CREATE DOMAIN odate AS timestamp(0);

-- TIMESTAMP(7) to (9): the nanoseconds are what PostgreSQL's microseconds leave over, 0 to 999.
CREATE TYPE ts9 AS (moment timestamp, nanoseconds smallint);

-- TIMESTAMP WITH TIME ZONE keeps the offset, in minutes, that it was given.
CREATE TYPE tstz AS (instant timestamptz, zone smallint);

-- TIMESTAMP WITH LOCAL TIME ZONE is shown in the session's time zone.
CREATE TYPE ltz AS (instant timestamptz);

-- one category with timestamp: CASE, COALESCE and UNION then find the type that holds both
UPDATE pg_type SET typcategory = 'D' WHERE oid IN ('ts9'::regtype, 'tstz'::regtype, 'ltz'::regtype);

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

-- The offset of a time zone where its clocks show this time.
CREATE FUNCTION wall_zone_minutes(zone text, clock timestamp) RETURNS smallint LANGUAGE sql STABLE STRICT AS $$
  SELECT CASE WHEN zone ~ '^\s*[+-]?\d{1,2}:\d{2}\s*$' THEN zone_minutes(zone, clock AT TIME ZONE 'UTC')
    ELSE zone_minutes(zone, clock AT TIME ZONE zone) END
$$;

CREATE FUNCTION session_zone() RETURNS smallint LANGUAGE sql STABLE AS
$$ SELECT zone_minutes(coalesce(setting('time_zone'), '+00:00'), statement_timestamp()) $$;

-- Datetime conversions between the types --------------------------------------------------------------------------

CREATE FUNCTION wall_clock(value tstz) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT (value).instant AT TIME ZONE 'UTC' + make_interval(mins => (value).zone) $$;

CREATE FUNCTION at_offset(value timestamp, minutes smallint) RETURNS tstz LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT ROW((value - make_interval(mins => minutes)) AT TIME ZONE 'UTC', minutes)::tstz $$;

CREATE FUNCTION in_session_zone(value timestamp) RETURNS tstz LANGUAGE sql STABLE STRICT AS
$$ SELECT at_offset(value, wall_zone_minutes(coalesce(setting('time_zone'), '+00:00'), value)) $$;

-- rounded to microseconds, as an assignment to TIMESTAMP(6) is
CREATE FUNCTION to_microseconds(value ts9) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT (value).moment + CASE WHEN (value).nanoseconds >= 500 THEN interval '1 microsecond' ELSE interval '0' END $$;
CREATE FUNCTION with_nanoseconds(value timestamp) RETURNS ts9 LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT ROW(value, 0)::ts9 $$;

CREATE FUNCTION without_nanoseconds(value ts9) RETURNS timestamp LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF (value).nanoseconds <> 0 THEN
    PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support more than 6 fraction digits here');
  END IF;
  RETURN (value).moment;
END $$;
CREATE FUNCTION in_session_zone(value ts9) RETURNS tstz LANGUAGE sql STABLE STRICT AS
$$ SELECT in_session_zone(without_nanoseconds(value)) $$;

CREATE FUNCTION local_time(value timestamp) RETURNS ltz LANGUAGE sql STABLE STRICT AS
$$ SELECT ROW((in_session_zone(value)).instant)::ltz $$;
CREATE FUNCTION local_time(value ts9) RETURNS ltz LANGUAGE sql STABLE STRICT AS
$$ SELECT local_time(without_nanoseconds(value)) $$;
CREATE FUNCTION local_time(value tstz) RETURNS ltz LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT ROW((value).instant)::ltz $$;
CREATE FUNCTION in_session_zone(value ltz) RETURNS tstz LANGUAGE sql STABLE STRICT AS
$$ SELECT ROW((value).instant, zone_minutes(coalesce(setting('time_zone'), '+00:00'), (value).instant))::tstz $$;
CREATE FUNCTION wall_clock(value ltz) RETURNS timestamp LANGUAGE sql STABLE STRICT AS $$ SELECT wall_clock(in_session_zone(value)) $$;

CREATE CAST (timestamp AS ts9) WITH FUNCTION with_nanoseconds(timestamp) AS IMPLICIT;
CREATE CAST (timestamp AS tstz) WITH FUNCTION in_session_zone(timestamp) AS IMPLICIT;
CREATE CAST (timestamp AS ltz) WITH FUNCTION local_time(timestamp) AS ASSIGNMENT;
CREATE CAST (ts9 AS timestamp) WITH FUNCTION to_microseconds(ts9) AS ASSIGNMENT;
CREATE CAST (ts9 AS tstz) WITH FUNCTION in_session_zone(ts9) AS IMPLICIT;
CREATE CAST (ts9 AS ltz) WITH FUNCTION local_time(ts9) AS ASSIGNMENT;
CREATE CAST (tstz AS timestamp) WITH FUNCTION wall_clock(tstz) AS ASSIGNMENT;
CREATE CAST (tstz AS ltz) WITH FUNCTION local_time(tstz) AS ASSIGNMENT;
CREATE CAST (ltz AS tstz) WITH FUNCTION in_session_zone(ltz) AS IMPLICIT;
CREATE CAST (ltz AS timestamp) WITH FUNCTION wall_clock(ltz) AS ASSIGNMENT;

-- Numbers as text: no leading zero, no trailing zeros (SQL Language Reference, "TO_CHAR (number)") ---------------

CREATE FUNCTION number_text(value numeric) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT regexp_replace(trim_scale(value)::varchar::text, '^(-?)0\.', '\1.') $$;

CREATE FUNCTION text_number(value text) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF value !~ '^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$' THEN
    PERFORM raise(1722, 'unable to convert string value to a number');
  END IF;
  RETURN "SYS".number_of(numeric_in(textout(value), 0, -1));
END $$;

CREATE FUNCTION bpchar_number(value bpchar) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT text_number(value::text) $$;
CREATE FUNCTION text_double(value text) RETURNS float8 LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN CASE lower(btrim(value)) WHEN 'nan' THEN 'NaN' WHEN 'inf' THEN 'Infinity' WHEN 'infinity' THEN 'Infinity'
    WHEN '-inf' THEN '-Infinity' WHEN '-infinity' THEN '-Infinity' ELSE text_number(value)::float8 END;
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
CREATE FUNCTION text_blob(value text) RETURNS blob LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT text_raw(value)::blob $$;
CREATE CAST (text AS blob) WITH FUNCTION text_blob(text) AS ASSIGNMENT;

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
CREATE CAST (text AS float8) WITH FUNCTION text_double(text) AS ASSIGNMENT;
CREATE FUNCTION text_single(value text) RETURNS float4 LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT text_double(value)::float4 $$;
CREATE CAST (text AS float4) WITH FUNCTION text_single(text) AS ASSIGNMENT;

CREATE FUNCTION text_json(value text) RETURNS json LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN value::varchar::json;
EXCEPTION WHEN invalid_text_representation THEN
  PERFORM raise(40441, 'JSON syntax error');
END $$;
CREATE FUNCTION clob_json(value clob) RETURNS json LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT text_json(value::text) $$;
CREATE CAST (text AS json) WITH FUNCTION text_json(text) AS ASSIGNMENT;
CREATE FUNCTION json_source(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION json_source(value clob) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value::text $$;
CREATE FUNCTION json_source(value blob) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$ SELECT value::bytea $$;
CREATE FUNCTION json_source(value bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION json_source(value json) RETURNS json LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE CAST (clob AS json) WITH FUNCTION clob_json(clob) AS ASSIGNMENT;

-- Division of other types than NUMBER -----------------------------------------------------------------------------

CREATE FUNCTION quotient(dividend float8, divisor float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN divisor <> 0 THEN dividend / divisor WHEN dividend = 0 OR dividend = 'NaN' THEN 'NaN'
     WHEN dividend > 0 THEN 'Infinity' ELSE '-Infinity' END::float8 $$;
CREATE FUNCTION quotient(span interval, divisor numeric) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT span / divisor::float8 $$;

-- DATE arithmetic in days ("Datetime/Interval Arithmetic") -------------------------------------------------------

CREATE FUNCTION days(value numeric) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT make_interval(secs => round(value * 86400)::float8) $$;

-- Before 15 October 1582 Oracle's calendar is the Julian one: differences of days are others there.
CREATE FUNCTION gregorian(value timestamp) RETURNS timestamp LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF value < '1582-10-15' THEN
    PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support arithmetic with dates before 15 October 1582');
  END IF;
  RETURN value;
END $$;

CREATE FUNCTION plus(date odate, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT gregorian(gregorian(date::timestamp) + days(days))::odate $$;
CREATE FUNCTION plus(days numeric, date odate) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(date, days) $$;
CREATE FUNCTION minus(date odate, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(date, -days) $$;
CREATE FUNCTION minus(later odate, earlier odate) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT quotient(extract(epoch FROM gregorian(later::timestamp) - gregorian(earlier::timestamp)), 86400::numeric) $$;
CREATE FUNCTION plus(value timestamp, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT gregorian(gregorian(date_trunc('second', value)) + days(days))::odate $$;
CREATE FUNCTION minus(value timestamp, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(value, -days) $$;
CREATE FUNCTION plus(value tstz, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT plus(wall_clock(value), days) $$;
CREATE FUNCTION minus(value tstz, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(value, -days) $$;
-- Months lead to the same day of another month; where it has none Oracle does not take the last one, as PostgreSQL does
-- ("Datetime/Interval Arithmetic").
CREATE FUNCTION later_by(value timestamp, span interval) RETURNS timestamp LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  months int := extract(year FROM span) * 12 + extract(month FROM span);
BEGIN
  IF months <> 0 AND extract(day FROM value + make_interval(months => months)) <> extract(day FROM value) THEN
    PERFORM raise(1839, 'date not valid for month specified');
  END IF;
  RETURN value + span;
END $$;

CREATE FUNCTION plus(date odate, span interval) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT date_trunc('second', gregorian(later_by(gregorian(date::timestamp), span)))::odate $$;
CREATE FUNCTION minus(date odate, span interval) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(date, -span) $$;
CREATE FUNCTION plus(value tstz, span interval) RETURNS tstz LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT at_offset(later_by(wall_clock(value), span), (value).zone) $$;
CREATE FUNCTION minus(value tstz, span interval) RETURNS tstz LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(value, -span) $$;
CREATE FUNCTION minus(later tstz, earlier tstz) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT (later).instant - (earlier).instant $$;

CREATE FUNCTION plus(value ts9, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT plus((value).moment, days) $$;
CREATE FUNCTION minus(value ts9, days numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(value, -days) $$;
CREATE FUNCTION plus(value ts9, span interval) RETURNS ts9 LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT ROW(later_by((value).moment, span), (value).nanoseconds)::ts9 $$;
CREATE FUNCTION minus(value ts9, span interval) RETURNS ts9 LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(value, -span) $$;
CREATE FUNCTION minus(later ts9, earlier ts9) RETURNS interval LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF (later).nanoseconds <> (earlier).nanoseconds THEN
    PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support intervals with more than 6 fraction digits');
  END IF;
  RETURN (later).moment - (earlier).moment;
END $$;
CREATE FUNCTION plus(value ltz, days numeric) RETURNS odate LANGUAGE sql STABLE STRICT AS
$$ SELECT plus(wall_clock(value), days) $$;
CREATE FUNCTION minus(value ltz, days numeric) RETURNS odate LANGUAGE sql STABLE STRICT AS $$ SELECT plus(value, -days) $$;
CREATE FUNCTION plus(value ltz, span interval) RETURNS ltz LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT ROW((value).instant + span)::ltz $$;
CREATE FUNCTION minus(value ltz, span interval) RETURNS ltz LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT plus(value, -span) $$;
CREATE FUNCTION minus(later ltz, earlier ltz) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT (later).instant - (earlier).instant $$;

CREATE OPERATOR + (FUNCTION = plus, LEFTARG = ts9, RIGHTARG = numeric);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = ts9, RIGHTARG = numeric);
CREATE OPERATOR + (FUNCTION = plus, LEFTARG = ts9, RIGHTARG = interval);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = ts9, RIGHTARG = interval);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = ts9, RIGHTARG = ts9);
CREATE OPERATOR + (FUNCTION = plus, LEFTARG = ltz, RIGHTARG = numeric);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = ltz, RIGHTARG = numeric);
CREATE OPERATOR + (FUNCTION = plus, LEFTARG = ltz, RIGHTARG = interval);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = ltz, RIGHTARG = interval);
CREATE OPERATOR - (FUNCTION = minus, LEFTARG = ltz, RIGHTARG = ltz);
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

-- Comparisons of the composite types: TIMESTAMP WITH TIME ZONE by instant ("Datetime Comparisons") --------------------

CREATE FUNCTION compare(a ts9, b ts9) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN (a).moment = (b).moment THEN (a).nanoseconds - (b).nanoseconds
    ELSE timestamp_cmp((a).moment, (b).moment) END
$$;
CREATE FUNCTION compare(a tstz, b tstz) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT timestamptz_cmp((a).instant, (b).instant) $$;
CREATE FUNCTION compare(a ltz, b ltz) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT timestamptz_cmp((a).instant, (b).instant) $$;
DO $$
DECLARE
  type text;
  comparison record;
BEGIN
  FOREACH type IN ARRAY '{ts9,tstz,ltz}'::text[] LOOP
    FOR comparison IN SELECT * FROM (VALUES ('eq', '=', '=', '<>'), ('ne', '<>', '<>', '='), ('lt', '<', '>', '>='),
      ('le', '<=', '>=', '>'), ('gt', '>', '<', '<='), ('ge', '>=', '<=', '<')) AS x(name, operator, commutator, negator)
    LOOP
      EXECUTE format('CREATE FUNCTION %1$I(a %2$I, b %2$I) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS %3$L',
        comparison.name, type, format('SELECT "SYS".compare(a, b) %s 0', comparison.operator));
      EXECUTE format('CREATE OPERATOR %s (FUNCTION = %s, LEFTARG = %s, RIGHTARG = %s, COMMUTATOR = %s, NEGATOR = %s)',
        comparison.operator, comparison.name, type, type, comparison.commutator, comparison.negator);
    END LOOP;
    EXECUTE format('CREATE OPERATOR CLASS %1$s_ops DEFAULT FOR TYPE %1$s USING btree AS '
      'OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 compare(%1$s, %1$s)', type);
    EXECUTE format('CREATE FUNCTION smaller(a %1$s, b %1$s) RETURNS %1$s LANGUAGE sql IMMUTABLE STRICT AS '
      '$x$ SELECT CASE WHEN a <= b THEN a ELSE b END $x$', type);
    EXECUTE format('CREATE FUNCTION larger(a %1$s, b %1$s) RETURNS %1$s LANGUAGE sql IMMUTABLE STRICT AS '
      '$x$ SELECT CASE WHEN a >= b THEN a ELSE b END $x$', type);
    EXECUTE format('CREATE AGGREGATE "SYS".min(%1$s) (SFUNC = smaller, STYPE = %1$s)', type);
    EXECUTE format('CREATE AGGREGATE "SYS".max(%1$s) (SFUNC = larger, STYPE = %1$s)', type);
  END LOOP;
END $$;

-- Aggregates that keep the type -----------------------------------------------------------------------------------

CREATE FUNCTION as_date(value timestamp) RETURNS odate LANGUAGE sql IMMUTABLE AS $$ SELECT value::odate $$;
CREATE AGGREGATE "SYS".min(odate) (SFUNC = timestamp_smaller, STYPE = timestamp, FINALFUNC = as_date);
CREATE AGGREGATE "SYS".max(odate) (SFUNC = timestamp_larger, STYPE = timestamp, FINALFUNC = as_date);
CREATE AGGREGATE "COUNT"(*) (SFUNC = int8inc, STYPE = int8, INITCOND = 0, FINALFUNC = pg_catalog.numeric);
CREATE AGGREGATE "COUNT"("any") (SFUNC = int8inc_any, STYPE = int8, INITCOND = 0, FINALFUNC = pg_catalog.numeric);
