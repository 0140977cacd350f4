-- Dates, times and format models ("Format Models"), and the implicit conversion of any value to text.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- The clock -------------------------------------------------------------------------------------------------------

CREATE FUNCTION "SYSDATE"() RETURNS odate LANGUAGE sql STABLE AS
$$ SELECT date_trunc('second', statement_timestamp() AT TIME ZONE 'UTC')::odate $$;
CREATE FUNCTION "SYSTIMESTAMP"() RETURNS tstz LANGUAGE sql STABLE AS $$ SELECT ROW(statement_timestamp(), 0)::tstz $$;
CREATE FUNCTION "CURRENT_TIMESTAMP"() RETURNS tstz LANGUAGE sql STABLE AS
$$ SELECT ROW(statement_timestamp(), session_zone())::tstz $$;
CREATE FUNCTION "LOCALTIMESTAMP"() RETURNS timestamp LANGUAGE sql STABLE AS $$ SELECT wall_clock("CURRENT_TIMESTAMP"()) $$;
CREATE FUNCTION "CURRENT_DATE"() RETURNS odate LANGUAGE sql STABLE AS
$$ SELECT date_trunc('second', "LOCALTIMESTAMP"())::odate $$;

-- Format models to text -------------------------------------------------------------------------------------------

-- The elements of a format model, each as it is written; what is no element is an error.
CREATE FUNCTION mask_elements(mask text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  elements text[];
BEGIN
  SELECT array_agg(part[1]) INTO elements FROM regexp_matches(mask,
    '("[^"]*"|FM|FX|SYYYY|YYYY|Y,YYY|SYEAR|YEAR|YYY|YY|Y|IYYY|IYY|IW|IY|I|RRRR|RR|RM|SPTH|THSP|SP|TH|DL|DS|TS|MONTH|MON|MM|DDD|DD|DAY|DY|D|HH24|HH12|HH|MI|SSSSS|SS|FF[1-9]?|'
    'A\.M\.|P\.M\.|AM|PM|A\.D\.|B\.C\.|AD|BC|TZH|TZM|TZR|TZD|WW|W|Q|J|SCC|CC|X|[-/,.;:\s]|.)', 'gi') AS part;
  IF EXISTS (SELECT 1 FROM unnest(elements) AS e WHERE e ~* '^[a-z0-9]$' AND e !~* '^[ydwqjxi]$' OR e ~* '^[^-a-z0-9"/,.;:\s]$')
  THEN
    PERFORM raise(1821, 'date format not recognized');
  END IF;
  RETURN elements;
END $$;

-- PostgreSQL's format for an Oracle one. chr(1) and chr(2) stand for the offset's hours and minutes, chr(3) for a minus
-- or a blank, chr(4) for a minus or nothing before a year, chr(5) for the five digits of the day's seconds.
CREATE FUNCTION postgres_mask(mask text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  element text;
  result text := '';
  is_filling boolean := true;
BEGIN
  FOREACH element IN ARRAY mask_elements(mask) LOOP
    IF upper(element) = 'FM' THEN
      is_filling := NOT is_filling;
      CONTINUE;
    ELSIF element ~* '^(S?YEAR|SPTH|THSP|SP|TH|DL|DS|TS|SCC|RM)$' THEN
      PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support ' || element || ' in a date format');
    END IF;
    result := result || CASE WHEN is_filling OR element ~ '^["[:punct:]\s]' THEN '' ELSE 'FM' END || CASE upper(element)
      WHEN 'RRRR' THEN 'YYYY'
      WHEN 'RR' THEN 'YY'
      WHEN 'SYYYY' THEN CASE WHEN is_filling THEN chr(3) ELSE chr(4) END || 'YYYY'
      WHEN 'SSSSS' THEN CASE WHEN is_filling THEN chr(5) ELSE 'SSSSS' END
      WHEN 'FF' THEN 'FF6'
      WHEN 'FF7' THEN 'FF6"0"'
      WHEN 'FF8' THEN 'FF6"00"'
      WHEN 'FF9' THEN 'FF6"000"'
      WHEN 'X' THEN '"."'
      WHEN 'TZH' THEN chr(1)
      WHEN 'TZM' THEN chr(2)
      WHEN 'TZR' THEN chr(1) || ':' || chr(2)
      WHEN 'TZD' THEN ''
      WHEN 'FX' THEN ''
      ELSE element END;
  END LOOP;
  RETURN result;
END $$;

CREATE FUNCTION filled_mask(mask text, value timestamp) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN mask ~ '[\x03-\x05]' THEN replace(
      translate(mask, chr(3) || chr(4), CASE WHEN value < '0001-01-01' THEN '--' ELSE ' ' END),
      chr(5), '"' || to_char(trunc(extract(epoch FROM value - date_trunc('day', value)))::int, 'FM00000') || '"')
    ELSE mask END
$$;
CREATE FUNCTION formatted(value timestamp, mask text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT nullif(pg_catalog.to_char(value, filled_mask(mask, value)), '') $$;
CREATE FUNCTION formatted(value tstz, mask text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT nullif(replace(replace(pg_catalog.to_char(wall_clock(value), filled_mask(mask, wall_clock(value))),
    chr(1), CASE WHEN (value).zone < 0 THEN '-' ELSE '+' END || lpad((abs((value).zone) / 60)::varchar, 2, '0')),
    chr(2), lpad((abs((value).zone) % 60)::varchar, 2, '0')), '')
$$;

-- Digits of a second beyond the microseconds: postgres_mask() writes zeros, which stand for them here.
CREATE FUNCTION ts9_mask(mask text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT regexp_replace(mask, 'FF(?![1-9])', 'FF9', 'gi') $$;
CREATE FUNCTION formatted(value ts9, mask text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT formatted((value).moment, replace(replace(replace(mask,
    'FF6"000"', 'FF6"' || lpad((value).nanoseconds::varchar, 3, '0') || '"'),
    'FF6"00"', 'FF6"' || left(lpad((value).nanoseconds::varchar, 3, '0'), 2) || '"'),
    'FF6"0"', 'FF6"' || left(lpad((value).nanoseconds::varchar, 3, '0'), 1) || '"'))
$$;

-- A zone element of a value without one is an error, as in Oracle.
CREATE FUNCTION zoneless(mask text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF strpos(mask, chr(1)) > 0 OR strpos(mask, chr(2)) > 0 THEN
    PERFORM raise(1821, 'date format not recognized');
  END IF;
  RETURN mask;
END $$;

-- a DATE has neither a zone nor fractions of a second ("Datetime Format Elements")
CREATE FUNCTION date_mask(mask text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM unnest(mask_elements(mask)) AS element WHERE element ~* '^(FF|TZ)') THEN
    PERFORM raise(1821, 'date format not recognized');
  END IF;
  RETURN mask;
END $$;

CREATE FUNCTION "TO_CHAR"(value odate, mask text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT formatted(value::timestamp, postgres_mask(date_mask(mask))) $$;
CREATE FUNCTION "TO_CHAR"(value timestamp, mask text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT formatted(value, zoneless(postgres_mask(mask))) $$;
CREATE FUNCTION "TO_CHAR"(value ts9, mask text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT formatted(value, zoneless(postgres_mask(ts9_mask(mask)))) $$;
CREATE FUNCTION "TO_CHAR"(value ltz, mask text) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT formatted(in_session_zone(value), postgres_mask(mask)) $$;
CREATE FUNCTION "TO_CHAR"(value tstz, mask text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT formatted(value, postgres_mask(mask)) $$;
CREATE FUNCTION "TO_CHAR"(value odate) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT "TO_CHAR"(value, setting('nls_date_format')) $$;
CREATE FUNCTION "TO_CHAR"(value timestamp) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT "TO_CHAR"(value, setting('nls_timestamp_format')) $$;
CREATE FUNCTION "TO_CHAR"(value ts9) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT "TO_CHAR"(value, setting('nls_timestamp_format')) $$;
CREATE FUNCTION "TO_CHAR"(value ltz) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT "TO_CHAR"(value, setting('nls_timestamp_format')) $$;
CREATE FUNCTION "TO_CHAR"(value tstz) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT "TO_CHAR"(value, setting('nls_timestamp_tz_format')) $$;
CREATE FUNCTION "TO_CHAR"(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION "TO_CHAR"(value numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT number_text(value) $$;

CREATE FUNCTION "TO_NUMBER"(value text) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT text_number(value) $$;
CREATE FUNCTION "TO_NUMBER"(value numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION "TO_NUMBER"(value boolean) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT value::int::numeric $$;

-- BINARY_DOUBLE as text: 1.5E+000
CREATE FUNCTION "TO_CHAR"(value float8) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN value = 'NaN' THEN 'Nan' WHEN value = 'Infinity' THEN 'Inf' WHEN value = '-Infinity' THEN '-Inf'
    WHEN value = 0 THEN '0'
    ELSE number_text(value::varchar::text::numeric * ('1e' || -exponent)::numeric) || 'E' ||
      CASE WHEN exponent < 0 THEN '-' ELSE '+' END || lpad(abs(exponent)::varchar, 3, '0') END
  FROM (SELECT CASE WHEN value = 0 OR abs(value) = 'Infinity' OR value = 'NaN' THEN 0
    ELSE floor(log(abs(value::varchar::text::numeric)))::int END AS exponent)
$$;

-- Any value as text -----------------------------------------------------------------------------------------------

CREATE FUNCTION str(value text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION str(value numeric) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT number_text(value) $$;
CREATE FUNCTION str(value bytea) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT upper(encode(value, 'hex')) $$;
CREATE FUNCTION str(value boolean) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT upper(value::varchar::text) $$;
CREATE FUNCTION str(value float8) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT "TO_CHAR"(value) $$;
CREATE FUNCTION str(value odate) RETURNS text LANGUAGE sql STABLE AS $$ SELECT "TO_CHAR"(value) $$;
CREATE FUNCTION str(value timestamp) RETURNS text LANGUAGE sql STABLE AS $$ SELECT "TO_CHAR"(value) $$;
CREATE FUNCTION str(value tstz) RETURNS text LANGUAGE sql STABLE AS $$ SELECT "TO_CHAR"(value) $$;
CREATE FUNCTION str(value ts9) RETURNS text LANGUAGE sql STABLE AS $$ SELECT "TO_CHAR"(value) $$;
CREATE FUNCTION str(value ltz) RETURNS text LANGUAGE sql STABLE AS $$ SELECT "TO_CHAR"(value) $$;
CREATE FUNCTION str(value bpchar) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value::text $$;
CREATE FUNCTION str(value clob) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT value::text $$;
-- how many digits it has is part of its type, which PostgreSQL does not keep with a value
CREATE FUNCTION str(value interval) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM unsupported('an interval as text');
END $$;
CREATE FUNCTION "TO_CHAR"(value interval) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT str(value) $$;

-- Text to dates and times -----------------------------------------------------------------------------------------

-- The regular expression of one element; only fields have a group. A number has all its digits or ends before them.
CREATE FUNCTION element_pattern(element text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN CASE
    WHEN element ~* '^(YYYY|SYYYY|RRRR)$' THEN '(-?(?:\d{4}|\d{1,3}(?!\d)))'
    WHEN element ~* '^YYY$' THEN '(\d{3}|\d{1,2}(?!\d))'
    WHEN element ~* '^(YY|MM|DD|HH24|HH12|HH|MI|SS)$' THEN '(\d{2}|\d(?!\d))'
    WHEN element ~* '^RR$' THEN '(\d{4}|\d{2}|\d(?!\d))'
    WHEN element ~* '^Y$' THEN '(\d)'
    WHEN element ~* '^MON$' THEN '([A-Za-z]{3})'
    WHEN element ~* '^MONTH$' THEN '([A-Za-z]{3,9})'
    WHEN element ~* '^DDD$' THEN '(\d{3}|\d{1,2}(?!\d))'
    WHEN element ~* '^(DAY|DY)$' THEN '([A-Za-z]+)'
    WHEN element ~* '^SSSSS$' THEN '(\d{1,5})'
    WHEN element ~* '^FF' THEN '(\d{1,9})'
    WHEN element ~* '^(A\.?M\.?|P\.?M\.?)$' THEN '([AaPp]\.?[Mm]\.?)'
    WHEN element ~* '^(A\.?D\.?|B\.?C\.?)$' THEN '([AaBb]\.?[DdCc]\.?)'
    WHEN element ~* '^TZH$' THEN '([+-]?\d{1,2})'
    WHEN element ~* '^TZM$' THEN '(\d{1,2})'
    WHEN element ~* '^TZR$' THEN '([+-]?\d{1,2}:\d{2}|[A-Za-z][A-Za-z_/+0-9-]*)'
    WHEN element ~* '^X$' THEN '[.]'
    WHEN element ~* '^(FM|FX)$' THEN ''
    WHEN element ~ '^"' THEN regexp_replace(trim('"' FROM element), '([\[\].*+?^${}()|\\])', '\\\1', 'g')
    WHEN element ~ '^\s$' THEN '\s*'
    WHEN element ~ '^[-/,.;:]$' THEN '[-/,.;:\s]?'
    ELSE NULL END;
END $$;

-- The fields of a format model, in order.
CREATE FUNCTION mask_fields(mask text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT coalesce(array_agg(upper(e) ORDER BY place), '{}') FROM unnest(mask_elements(mask)) WITH ORDINALITY AS x(e, place)
  WHERE element_pattern(e) LIKE '(%'
$$;

-- The regular expression of a format model. Fields of the time may be missing at the end.
CREATE FUNCTION mask_pattern(mask text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  elements text[] := mask_elements(mask);
  result text := '';
  is_optional boolean := true;
BEGIN
  FOR place IN REVERSE cardinality(elements)..1 LOOP
    IF elements[place] ~* '^(RM|J|DL|DS|TS)$' THEN
      PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support ' || elements[place] || ' in date input');
    ELSIF element_pattern(elements[place]) IS NULL THEN
      PERFORM raise(1820, 'format code cannot appear in date input format');
    END IF;
    result := element_pattern(elements[place]) || result;
    is_optional := is_optional AND elements[place] ~* '^(HH24|HH12|HH|MI|SS|FF\d?|X|[-/,.;:\s])$';
    IF is_optional AND elements[place] ~ '^[-/,.;:\sXx]$' THEN
      result := '(?:' || result || ')?';
    END IF;
  END LOOP;
  RETURN '^\s*' || result || '\s*$';
END $$;

CREATE TYPE parts AS (year int, month int, day int, second numeric, zone smallint);

CREATE FUNCTION month_number(name text) RETURNS int LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  months CONSTANT text[] := '{JANUARY,FEBRUARY,MARCH,APRIL,MAY,JUNE,JULY,AUGUST,SEPTEMBER,OCTOBER,NOVEMBER,DECEMBER}';
BEGIN
  FOR month IN 1..12 LOOP
    IF upper(name) IN (months[month], left(months[month], 3)) THEN
      RETURN month;
    END IF;
  END LOOP;
  PERFORM raise(1843, 'not a valid month');
END $$;

-- RR: the century that brings the year within 50 years of now
CREATE FUNCTION rr_year(digits text) RETURNS int LANGUAGE sql STABLE STRICT AS $$
  SELECT CASE WHEN length(digits) > 2 THEN digits::int
    ELSE digits::int + century * 100 + CASE
      WHEN digits::int < 50 AND now_in_century >= 50 THEN 100
      WHEN digits::int >= 50 AND now_in_century < 50 THEN -100 ELSE 0 END END
  FROM (SELECT extract(year FROM statement_timestamp())::int / 100 AS century,
    extract(year FROM statement_timestamp())::int % 100 AS now_in_century)
$$;

CREATE FUNCTION checked_field(value text, lowest int, highest int, code int, message text) RETURNS int
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF value::int NOT BETWEEN lowest AND highest THEN
    PERFORM raise(code, message);
  END IF;
  RETURN value::int;
END $$;

-- Why a value does not match its format model.
CREATE FUNCTION raise_mismatch(value text, mask text) RETURNS void LANGUAGE plpgsql STABLE AS $$
DECLARE
  pattern text := '^\s*';
  element text;
  rest text;
  lacks_separator boolean := false;
BEGIN
  FOREACH element IN ARRAY mask_elements(mask) LOOP
    rest := regexp_replace(value, pattern, '');
    lacks_separator := lacks_separator OR element ~ '^[-/,.;:\s]$' AND rest ~ '^[[:alnum:]]';
    pattern := pattern || element_pattern(element);
    IF value ~ pattern THEN
      CONTINUE;
    ELSIF rest = '' THEN
      PERFORM raise(1840, 'input value not long enough for date format');
    ELSIF element ~* '^(MON|MONTH)$' AND NOT lacks_separator THEN
      PERFORM raise(1843, 'not a valid month');
    ELSIF NOT lacks_separator AND element ~* '^(S?Y{1,4}|RR(RR)?|MM|D{1,3}|HH(12|24)?|MI|S{2}|S{5}|FF\d?)$' THEN
      PERFORM raise(1858, 'a non-numeric character was found where a numeric was expected');
    END IF;
    PERFORM raise(1861, 'literal does not match format string');
  END LOOP;
  PERFORM raise(1830, 'date format picture ends before converting entire input string');
END $$;

CREATE FUNCTION parsed(value text, mask text, pattern text, fields text[]) RETURNS parts LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
  found text[] := regexp_match(value, pattern);
  result parts := ROW(NULL, NULL, 1, 0, NULL);
  hour int := 0;
  half text;
  zone_hours text;
  zone_minutes int := 0;
  text_of_field text;
BEGIN
  IF found IS NULL THEN
    PERFORM raise_mismatch(value, mask);
  END IF;
  FOR place IN 1..cardinality(fields) LOOP
    text_of_field := found[place];
    CONTINUE WHEN text_of_field IS NULL;
    CASE
      WHEN fields[place] IN ('YYYY', 'SYYYY') THEN
        result.year := checked_field(text_of_field, -4712, 9999, 1841, '(full) year must be between -4713 and +9999, and not be 0');
      WHEN fields[place] IN ('RR', 'RRRR') THEN result.year := rr_year(text_of_field);
      WHEN fields[place] IN ('YYY', 'YY', 'Y') THEN
        result.year := extract(year FROM statement_timestamp())::int / (10 ^ length(fields[place]))::int
          * (10 ^ length(fields[place]))::int + text_of_field::int;
      WHEN fields[place] = 'MM' THEN result.month := checked_field(text_of_field, 1, 12, 1843, 'not a valid month');
      WHEN fields[place] IN ('MON', 'MONTH') THEN result.month := month_number(text_of_field);
      WHEN fields[place] = 'DD' THEN
        result.day := checked_field(text_of_field, 1, 31, 1847, 'day of month must be between 1 and last day of month');
      WHEN fields[place] = 'HH24' THEN hour := checked_field(text_of_field, 0, 23, 1850, 'hour must be between 0 and 23');
      WHEN fields[place] IN ('HH', 'HH12') THEN
        hour := checked_field(text_of_field, 1, 12, 1849, 'hour must be between 1 and 12') % 12;
      WHEN fields[place] ~ '^[AP]\.?M' THEN half := upper(left(text_of_field, 1));
      WHEN fields[place] = 'MI' THEN
        result.second := result.second + 60 * checked_field(text_of_field, 0, 59, 1851, 'minutes must be between 0 and 59');
      WHEN fields[place] = 'SS' THEN
        result.second := result.second + checked_field(text_of_field, 0, 59, 1852, 'seconds must be between 0 and 59');
      WHEN fields[place] = 'SSSSS' THEN
        result.second := result.second + checked_field(text_of_field, 0, 86399, 1853, 'seconds in day must be between 0 and 86399');
      WHEN fields[place] LIKE 'FF%' THEN result.second := result.second + ('0.' || text_of_field)::varchar::numeric;
      WHEN fields[place] = 'TZH' THEN zone_hours := text_of_field;
      WHEN fields[place] = 'TZM' THEN
        zone_minutes := checked_field(text_of_field, 0, 59, 1875, 'time zone minute must be between -59 and 59');
      WHEN fields[place] = 'TZR' THEN
        IF text_of_field ~ '[A-Za-z]' AND upper(text_of_field) NOT IN ('UTC', 'GMT') THEN
          PERFORM "SYS".zone_minutes(text_of_field, statement_timestamp());  -- an unknown one is Oracle's error
          PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support time zone regions in values');
        END IF;
        result.zone := "SYS".zone_minutes(text_of_field, statement_timestamp());
      ELSE PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support ' || fields[place] || ' in date input');
    END CASE;
  END LOOP;
  result.second := result.second + 3600 * (hour + CASE half WHEN 'P' THEN 12 ELSE 0 END);
  IF zone_hours IS NOT NULL THEN
    PERFORM checked_field(zone_hours, -15, 15, 1874, 'time zone hour must be between -15 and 15');
    result.zone := (CASE WHEN zone_hours LIKE '-%' THEN -1 ELSE 1 END) * (abs(zone_hours::int) * 60 + zone_minutes);
  END IF;
  result.year := coalesce(result.year, extract(year FROM statement_timestamp())::int);
  result.month := coalesce(result.month, extract(month FROM statement_timestamp())::int);
  IF result.year = 1582 AND result.month = 10 AND result.day BETWEEN 5 AND 14
    OR result.year < 1582 AND result.month = 2 AND result.day = 29 AND result.year % 100 = 0 AND result.year % 400 <> 0
  THEN
    PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support days that the Julian calendar has and the Gregorian has not');
  END IF;
  IF result.day > extract(day FROM make_date(result.year, result.month, 1) + interval '1 month' - interval '1 day') THEN
    PERFORM raise(1839, 'date not valid for month specified');
  END IF;
  RETURN result;
END $$;

CREATE FUNCTION moment(value parts) RETURNS ts9 LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT ROW(make_timestamp(value.year, value.month, value.day, 0, 0, 0)
    + (trunc(value.second * 1000000)::bigint * interval '1 microsecond'), mod(trunc(value.second * 1000000000), 1000))::ts9
$$;
CREATE FUNCTION zoned_moment(value parts) RETURNS tstz LANGUAGE sql STABLE STRICT AS $$
  SELECT CASE WHEN value.zone IS NULL THEN in_session_zone(moment(value))
    ELSE at_offset(without_nanoseconds(moment(value)), value.zone) END
$$;

CREATE FUNCTION "TO_TIMESTAMP"(value text, mask text) RETURNS ts9 LANGUAGE sql STABLE AS
$$ SELECT moment(parsed(value, mask, mask_pattern(mask), mask_fields(mask))) $$;
CREATE FUNCTION "TO_TIMESTAMP_TZ"(value text, mask text) RETURNS tstz LANGUAGE sql STABLE AS
$$ SELECT zoned_moment(parsed(value, mask, mask_pattern(mask), mask_fields(mask))) $$;
CREATE FUNCTION "TO_DATE"(value text, mask text) RETURNS odate LANGUAGE sql STABLE AS
$$ SELECT (moment(parsed(value, mask, mask_pattern(mask), mask_fields(mask)))).moment::odate $$;
CREATE FUNCTION "TO_TIMESTAMP"(value text) RETURNS ts9 LANGUAGE sql STABLE AS
$$ SELECT "TO_TIMESTAMP"(value, setting('nls_timestamp_format')) $$;
CREATE FUNCTION "TO_TIMESTAMP_TZ"(value text) RETURNS tstz LANGUAGE sql STABLE AS
$$ SELECT "TO_TIMESTAMP_TZ"(value, setting('nls_timestamp_tz_format')) $$;
CREATE FUNCTION "TO_DATE"(value text) RETURNS odate LANGUAGE sql STABLE AS
$$ SELECT "TO_DATE"(value, setting('nls_date_format')) $$;

CREATE FUNCTION "DATE_LITERAL"(value text) RETURNS odate LANGUAGE sql STABLE AS
$$ SELECT "TO_DATE"(value, 'YYYY-MM-DD') $$;
-- Without an offset a literal is a TIMESTAMP; the translator knows which from its text.
CREATE FUNCTION "TIMESTAMP_LITERAL"(value text) RETURNS ts9 LANGUAGE sql STABLE AS
$$ SELECT "TO_TIMESTAMP"(value, 'YYYY-MM-DD HH24:MI:SS.FF9') $$;
CREATE FUNCTION "TIMESTAMP_TZ_LITERAL"(value text) RETURNS tstz LANGUAGE sql STABLE AS $$
  SELECT "TO_TIMESTAMP_TZ"(value,
    CASE WHEN strpos(value, '.') > 0 THEN 'YYYY-MM-DD HH24:MI:SS.FF9 TZR' ELSE 'YYYY-MM-DD HH24:MI:SS TZR' END)
$$;

-- Implicit conversion of text by the NLS formats; a precision of 0 means DATE.
CREATE FUNCTION text_timestamp(value text, type_modifier int, is_explicit boolean) RETURNS timestamp LANGUAGE sql STABLE STRICT AS
$$ SELECT CASE type_modifier WHEN 0 THEN "TO_DATE"(value)::timestamp ELSE to_microseconds("TO_TIMESTAMP"(value)) END $$;
CREATE FUNCTION text_ts9(value text) RETURNS ts9 LANGUAGE sql STABLE STRICT AS $$ SELECT "TO_TIMESTAMP"(value) $$;
CREATE FUNCTION text_tstz(value text) RETURNS tstz LANGUAGE sql STABLE STRICT AS $$ SELECT "TO_TIMESTAMP_TZ"(value) $$;
CREATE FUNCTION text_ltz(value text) RETURNS ltz LANGUAGE sql STABLE STRICT AS $$ SELECT local_time("TO_TIMESTAMP"(value)) $$;
CREATE CAST (text AS timestamp) WITH FUNCTION text_timestamp(text, int, boolean) AS ASSIGNMENT;
CREATE CAST (text AS ts9) WITH FUNCTION text_ts9(text) AS ASSIGNMENT;
CREATE CAST (text AS tstz) WITH FUNCTION text_tstz(text) AS ASSIGNMENT;
CREATE CAST (text AS ltz) WITH FUNCTION text_ltz(text) AS ASSIGNMENT;

-- Casts and calendar arithmetic -----------------------------------------------------------------------------------

CREATE FUNCTION cast_timestamp(value timestamp) RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION cast_timestamp(value tstz) RETURNS timestamp LANGUAGE sql IMMUTABLE AS $$ SELECT wall_clock(value) $$;
CREATE FUNCTION cast_timestamp(value text) RETURNS ts9 LANGUAGE sql STABLE AS $$ SELECT "TO_TIMESTAMP"(value) $$;
CREATE FUNCTION cast_timestamp(value ts9) RETURNS ts9 LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION cast_timestamp(value ltz) RETURNS timestamp LANGUAGE sql STABLE AS $$ SELECT wall_clock(value) $$;
CREATE FUNCTION cast_date(value timestamp) RETURNS odate LANGUAGE sql IMMUTABLE AS $$ SELECT date_trunc('second', value)::odate $$;
CREATE FUNCTION cast_date(value tstz) RETURNS odate LANGUAGE sql IMMUTABLE AS
$$ SELECT date_trunc('second', wall_clock(value))::odate $$;
CREATE FUNCTION cast_date(value ts9) RETURNS odate LANGUAGE sql IMMUTABLE AS $$ SELECT cast_date((value).moment) $$;
CREATE FUNCTION cast_date(value ltz) RETURNS odate LANGUAGE sql STABLE AS $$ SELECT cast_date(wall_clock(value)) $$;
CREATE FUNCTION cast_date(value text) RETURNS odate LANGUAGE sql STABLE AS $$ SELECT "TO_DATE"(value) $$;
CREATE FUNCTION cast_timestamp_tz(value timestamp) RETURNS tstz LANGUAGE sql STABLE AS $$ SELECT in_session_zone(value) $$;
CREATE FUNCTION cast_timestamp_tz(value tstz) RETURNS tstz LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION cast_timestamp_tz(value ts9) RETURNS tstz LANGUAGE sql STABLE AS $$ SELECT in_session_zone(value) $$;
CREATE FUNCTION cast_timestamp_tz(value ltz) RETURNS tstz LANGUAGE sql STABLE AS $$ SELECT in_session_zone(value) $$;
CREATE FUNCTION cast_timestamp_tz(value text) RETURNS tstz LANGUAGE sql STABLE AS $$ SELECT "TO_TIMESTAMP_TZ"(value) $$;

CREATE FUNCTION cast_timestamp_ltz(value timestamp) RETURNS ltz LANGUAGE sql STABLE AS $$ SELECT local_time(value) $$;
CREATE FUNCTION cast_timestamp_ltz(value ts9) RETURNS ltz LANGUAGE sql STABLE AS $$ SELECT local_time(value) $$;
CREATE FUNCTION cast_timestamp_ltz(value tstz) RETURNS ltz LANGUAGE sql IMMUTABLE AS $$ SELECT local_time(value) $$;
CREATE FUNCTION cast_timestamp_ltz(value ltz) RETURNS ltz LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION cast_timestamp_ltz(value text) RETURNS ltz LANGUAGE sql STABLE AS $$ SELECT local_time("TO_TIMESTAMP"(value)) $$;

CREATE FUNCTION "SYS_EXTRACT_UTC"(value tstz) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT (value).instant AT TIME ZONE 'UTC' $$;
CREATE FUNCTION "FROM_TZ"(value timestamp, zone text) RETURNS tstz LANGUAGE sql STABLE STRICT AS
$$ SELECT at_offset(value, wall_zone_minutes(zone, value)) $$;
CREATE FUNCTION "FROM_TZ"(value ts9, zone text) RETURNS tstz LANGUAGE sql STABLE STRICT AS
$$ SELECT "FROM_TZ"(without_nanoseconds(value), zone) $$;
CREATE FUNCTION at_time_zone(value tstz, zone text) RETURNS tstz LANGUAGE sql STABLE STRICT AS
$$ SELECT ROW((value).instant, zone_minutes(zone, (value).instant))::tstz $$;

-- its arguments keep the planner from calling it ahead, in a branch that is never taken
CREATE FUNCTION no_such_field(field text, value anyelement) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM raise(30076, 'invalid extract field for extract source');
END $$;
CREATE FUNCTION extract_field(field text, value timestamp) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE field WHEN 'year' THEN extract(year FROM value) WHEN 'month' THEN extract(month FROM value)
    WHEN 'day' THEN extract(day FROM value) WHEN 'hour' THEN extract(hour FROM value)
    WHEN 'minute' THEN extract(minute FROM value) WHEN 'second' THEN trim_scale(extract(second FROM value))
    ELSE no_such_field(field, value) END
$$;
CREATE FUNCTION extract_field(field text, value odate) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN field IN ('year', 'month', 'day') THEN extract_field(field, value::timestamp) ELSE no_such_field(field, value) END $$;
CREATE FUNCTION extract_field(field text, value ts9) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT extract_field(field, (value).moment)
    + CASE field WHEN 'second' THEN trim_scale((value).nanoseconds::numeric / 1000000000) ELSE 0 END
$$;
CREATE FUNCTION extract_field(field text, value ltz) RETURNS numeric LANGUAGE sql STABLE STRICT AS
$$ SELECT extract_field(field, wall_clock(value)) $$;
-- the fields of a zoned value are those of UTC ("EXTRACT (datetime)")
CREATE FUNCTION extract_field(field text, value tstz) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE field WHEN 'timezone_hour' THEN ((value).zone / 60)::numeric WHEN 'timezone_minute' THEN ((value).zone % 60)::numeric
    ELSE extract_field(field, (value).instant AT TIME ZONE 'UTC') END
$$;
-- years and months belong to one kind of intervals, the other fields to the other one
CREATE FUNCTION extract_field(field text, value interval) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN field LIKE 'timezone%' OR field IN ('year', 'month') AND value <> date_trunc('month', value)
      OR field NOT IN ('year', 'month') AND extract(year FROM value) * 12 + extract(month FROM value) <> 0
    THEN no_such_field(field, value) ELSE CASE field WHEN 'year' THEN extract(year FROM value) WHEN 'month' THEN extract(month FROM value)
    WHEN 'day' THEN trunc(extract(epoch FROM value) / 86400) WHEN 'hour' THEN trunc(mod(extract(epoch FROM value), 86400) / 3600)
    WHEN 'minute' THEN trunc(mod(extract(epoch FROM value), 3600) / 60)
    ELSE trim_scale(mod(extract(epoch FROM value), 60)) END END
$$;

CREATE FUNCTION "LAST_DAY"(value timestamp) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT (date_trunc('month', value) + interval '1 month' - interval '1 day'
    + (date_trunc('second', value) - date_trunc('day', value)))::odate
$$;
-- the last day of a month stays one
CREATE FUNCTION "ADD_MONTHS"(value timestamp, months numeric) RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN date_trunc('second', value) = "LAST_DAY"(value)::timestamp
    THEN "LAST_DAY"(value + make_interval(months => trunc(months)::int))
    ELSE date_trunc('second', value + make_interval(months => trunc(months)::int))::odate END
$$;
CREATE FUNCTION "MONTHS_BETWEEN"(later timestamp, earlier timestamp) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT (extract(year FROM later) - extract(year FROM earlier)) * 12 + extract(month FROM later) - extract(month FROM earlier)
    + CASE WHEN extract(day FROM later) = extract(day FROM earlier)
        OR (later::date = "LAST_DAY"(later)::date AND earlier::date = "LAST_DAY"(earlier)::date) THEN 0
      ELSE quotient(extract(epoch FROM (later - date_trunc('month', later)) - (earlier - date_trunc('month', earlier))), 2678400)
      END
$$;
