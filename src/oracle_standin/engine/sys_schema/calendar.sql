-- Periods of the calendar ("ROUND and TRUNC Date Functions") and intervals.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- The beginning of the period that a moment lies in.
CREATE FUNCTION period_start(value timestamp, unit text) RETURNS timestamp LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  day timestamp := date_trunc('day', value);
BEGIN
  CASE upper(unit)
    WHEN 'DDD', 'DD', 'J' THEN RETURN day;
    WHEN 'MONTH', 'MON', 'MM', 'RM' THEN RETURN date_trunc('month', value);
    WHEN 'SYYYY', 'YYYY', 'YEAR', 'SYEAR', 'YYY', 'YY', 'Y' THEN RETURN date_trunc('year', value);
    WHEN 'Q' THEN RETURN date_trunc('quarter', value);
    WHEN 'CC', 'SCC' THEN RETURN date_trunc('century', value);
    WHEN 'IW' THEN RETURN date_trunc('week', value);
    WHEN 'IYYY', 'IYY', 'IY', 'I' THEN RETURN date_trunc('week', make_date(extract(isoyear FROM value)::int, 1, 4)::timestamp);
    WHEN 'WW' THEN RETURN day - make_interval(days => (extract(doy FROM value)::int - 1) % 7);
    WHEN 'W' THEN RETURN day - make_interval(days => (extract(day FROM value)::int - 1) % 7);
    WHEN 'DAY', 'DY', 'D' THEN RETURN day - make_interval(days => extract(dow FROM value)::int);  -- AMERICA: Sunday
    WHEN 'HH', 'HH12', 'HH24' THEN RETURN date_trunc('hour', value);
    WHEN 'MI' THEN RETURN date_trunc('minute', value);
    ELSE PERFORM raise(1821, 'date format not recognized');
  END CASE;
END $$;

CREATE FUNCTION "TRUNC"(value timestamp, unit text DEFAULT 'DDD') RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT period_start(value, unit)::odate $$;
CREATE FUNCTION "TRUNC"(value odate, unit text DEFAULT 'DDD') RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT period_start(value::timestamp, unit)::odate $$;
CREATE FUNCTION "TRUNC"(value tstz, unit text DEFAULT 'DDD') RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT period_start(wall_clock(value), unit)::odate $$;

-- Up from July 1, from the 16th of a quarter's second month, from the 16th, from noon of the fourth day, from the middle.
CREATE FUNCTION "ROUND"(value timestamp, unit text DEFAULT 'DDD') RETURNS odate LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  start timestamp := period_start(value, unit);
  month int := extract(month FROM value);
  past interval := value - start;
BEGIN
  RETURN (CASE
    WHEN upper(unit) IN ('SYYYY', 'YYYY', 'YEAR', 'SYEAR', 'YYY', 'YY', 'Y')
      THEN start + CASE WHEN month >= 7 THEN interval '1 year' ELSE interval '0' END
    WHEN upper(unit) = 'Q' THEN start + CASE
      WHEN month % 3 = 0 OR (month % 3 = 2 AND extract(day FROM value) >= 16) THEN interval '3 months' ELSE interval '0' END
    WHEN upper(unit) IN ('MONTH', 'MON', 'MM', 'RM')
      THEN start + CASE WHEN extract(day FROM value) >= 16 THEN interval '1 month' ELSE interval '0' END
    WHEN upper(unit) IN ('IW', 'WW', 'W', 'DAY', 'DY', 'D')
      THEN start + CASE WHEN past >= interval '84 hours' THEN interval '7 days' ELSE interval '0' END
    WHEN upper(unit) IN ('DDD', 'DD', 'J') THEN start + CASE WHEN past >= interval '12 hours' THEN interval '1 day' ELSE interval '0' END
    WHEN upper(unit) LIKE 'HH%' THEN start + CASE WHEN past >= interval '30 minutes' THEN interval '1 hour' ELSE interval '0' END
    WHEN upper(unit) = 'MI' THEN start + CASE WHEN past >= interval '30 seconds' THEN interval '1 minute' ELSE interval '0' END
    ELSE unsupported_time('ROUND of a date by ' || unit) END)::odate;
END $$;
CREATE FUNCTION "ROUND"(value odate, unit text DEFAULT 'DDD') RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT "ROUND"(value::timestamp, unit) $$;
CREATE FUNCTION "ROUND"(value tstz, unit text DEFAULT 'DDD') RETURNS odate LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT "ROUND"(wall_clock(value), unit) $$;

CREATE FUNCTION unsupported_time(what text) RETURNS timestamp LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support ' || what);
END $$;

-- The first such weekday after a date; of a name three letters are enough.
CREATE FUNCTION "NEXT_DAY"(value timestamp, weekday text) RETURNS odate LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  number int := array_position('{SUN,MON,TUE,WED,THU,FRI,SAT}'::text[], upper(left(trim(weekday), 3)));
BEGIN
  IF number IS NULL THEN
    PERFORM raise(1846, 'not a valid day of the week');
  END IF;
  RETURN (date_trunc('second', value) + make_interval(days => 1 + (number + 5 - extract(dow FROM value)::int) % 7))::odate;
END $$;

-- text is converted by NLS_DATE_FORMAT
CREATE FUNCTION "ADD_MONTHS"(value text, months numeric) RETURNS odate LANGUAGE sql STABLE STRICT AS
$$ SELECT "ADD_MONTHS"("TO_DATE"(value), months) $$;
CREATE FUNCTION "LAST_DAY"(value text) RETURNS odate LANGUAGE sql STABLE STRICT AS $$ SELECT "LAST_DAY"("TO_DATE"(value)) $$;
CREATE FUNCTION "NEXT_DAY"(value text, weekday text) RETURNS odate LANGUAGE sql STABLE STRICT AS
$$ SELECT "NEXT_DAY"("TO_DATE"(value), weekday) $$;
CREATE FUNCTION "MONTHS_BETWEEN"(later text, earlier text) RETURNS numeric LANGUAGE sql STABLE STRICT AS
$$ SELECT "MONTHS_BETWEEN"("TO_DATE"(later), "TO_DATE"(earlier)) $$;
CREATE FUNCTION "MONTHS_BETWEEN"(later timestamp, earlier text) RETURNS numeric LANGUAGE sql STABLE STRICT AS
$$ SELECT "MONTHS_BETWEEN"(later, "TO_DATE"(earlier)) $$;
CREATE FUNCTION "MONTHS_BETWEEN"(later text, earlier timestamp) RETURNS numeric LANGUAGE sql STABLE STRICT AS
$$ SELECT "MONTHS_BETWEEN"("TO_DATE"(later), earlier) $$;

CREATE FUNCTION "NUMTOYMINTERVAL"(value numeric, unit text) RETURNS interval LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF upper(trim(unit)) NOT IN ('YEAR', 'MONTH') THEN
    PERFORM raise(1760, 'illegal argument for function');
  END IF;
  RETURN make_interval(months => round(CASE upper(trim(unit)) WHEN 'YEAR' THEN value * 12 ELSE value END)::int);
END $$;

CREATE FUNCTION "NUMTODSINTERVAL"(value numeric, unit text) RETURNS interval LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  seconds int := CASE upper(unit) WHEN 'DAY' THEN 86400 WHEN 'HOUR' THEN 3600 WHEN 'MINUTE' THEN 60 WHEN 'SECOND' THEN 1 END;
BEGIN
  IF seconds IS NULL THEN
    PERFORM raise(1760, 'illegal argument for function');
  END IF;
  RETURN round(value * seconds * 1000000)::bigint * interval '1 microsecond';
END $$;
