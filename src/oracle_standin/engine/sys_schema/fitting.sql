-- What Oracle does to a value that goes into a column, where PostgreSQL's types do it otherwise: CHAR pads with blanks,
-- FLOAT rounds to significant digits, times round to the column's precision. A trigger of the table does it.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE FUNCTION padded(value bpchar, size int, is_bytes boolean) RETURNS bpchar LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT (value::text || repeat(' ', size - CASE WHEN is_bytes THEN octet_length(value) ELSE char_length(value::text) END))::bpchar
$$;

-- Characters as the national character set counts them: those beyond U+FFFF are two code units.
CREATE FUNCTION national_length(value text) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN octet_length(value) = char_length(value) THEN char_length(value)
    ELSE char_length(value) + char_length(regexp_replace(value, '[\u0001-\uFFFF]', '', 'g')) END
$$;
CREATE FUNCTION nationally_padded(value bpchar, size int) RETURNS bpchar LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT (value::text || repeat(' ', size - national_length(value::text)))::bpchar $$;

-- FLOAT(b) keeps b * 0.30103 decimal digits, rounded up ("FLOAT Data Type").
CREATE FUNCTION rounded_float(value numeric, bits int) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN value = 0 THEN value
    ELSE trim_scale(round(value, ceil(bits * 0.30103)::int - 1 - floor(log(abs(value)))::int)) END
$$;

-- The unit of 10 ** -digits seconds, in nanoseconds, below a microsecond.
CREATE FUNCTION rounded(value ts9, digits int) RETURNS ts9 LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT ROW((value).moment + CASE WHEN nanoseconds = 1000 THEN interval '1 microsecond' ELSE interval '0' END, mod(nanoseconds, 1000))::ts9
  FROM (SELECT round((value).nanoseconds, digits - 9)::smallint AS nanoseconds)
$$;
CREATE FUNCTION rounded(value tstz, digits int) RETURNS tstz LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT ROW(to_timestamp(0) + make_interval(secs => 0) + (round(extract(epoch FROM (value).instant) , digits) * 1000000)::bigint
    * interval '1 microsecond', (value).zone)::tstz
$$;
CREATE FUNCTION rounded(value ltz, digits int) RETURNS ltz LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT ROW(to_timestamp(0) + (round(extract(epoch FROM (value).instant), digits) * 1000000)::bigint * interval '1 microsecond')::ltz
$$;

-- The leading field of an interval has no more digits than its column.
CREATE FUNCTION fits_interval(value interval, digits int, is_year_to_month boolean) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF (CASE WHEN is_year_to_month THEN abs(extract(year FROM value)) ELSE abs(extract(epoch FROM value)) / 86400 END)
    >= 10::numeric ^ digits
  THEN
    PERFORM raise(1873, 'the leading precision of the interval is too small');
  END IF;
  RETURN true;
END $$;

-- The expression that fits a column's value; NULL where its PostgreSQL type does.
CREATE FUNCTION fitted(name text, kind text, length int, unit text, type_precision int, type_scale int) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN kind = 'CHAR' THEN format('"SYS".padded(%s, %s, %s)', name, length, CASE unit WHEN 'B' THEN 'true' ELSE 'false' END)
    WHEN kind = 'NCHAR' THEN format('"SYS".nationally_padded(%s, %s)', name, length)
    WHEN kind = 'FLOAT' THEN format('"SYS".rounded_float(%s, %s)', name, type_precision)
    WHEN kind = 'TIMESTAMP' AND type_scale IN (7, 8)
      OR kind IN ('TIMESTAMP WITH TIME ZONE', 'TIMESTAMP WITH LOCAL TIME ZONE') AND type_scale < 6
    THEN format('"SYS".rounded(%s, %s)', name, type_scale) END
$$;

-- Make, replace and drop the triggers' functions where columns have changed: after each DDL statement.
CREATE FUNCTION fit_tables() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  wanted record;
BEGIN
  FOR wanted IN
    WITH bodies AS (
      SELECT s.storage_oid AS table_oid, 'fit~' || s.storage_oid AS name, format('BEGIN %s RETURN NEW; END', string_agg(
        format('NEW.%I := %s;', a.attname, fitted(format('NEW.%I', a.attname), c.kind, c.length, c.unit, c.type_precision, c.type_scale)),
        ' ' ORDER BY c.attnum)) AS body
      FROM columns c JOIN pg_attribute v ON v.attrelid = c.table_oid AND v.attnum = c.attnum AND NOT v.attisdropped
        JOIN storage s ON s.table_oid = c.table_oid JOIN pg_attribute a ON a.attrelid = s.storage_oid AND a.attname = v.attname
        JOIN pg_class r ON r.oid = s.storage_oid AND r.relkind IN ('r', 'p')
      WHERE fitted('', c.kind, c.length, c.unit, c.type_precision, c.type_scale) IS NOT NULL
      GROUP BY s.storage_oid
    )
    SELECT b.table_oid, coalesce(b.name, p.proname::text) AS name, b.body, p.oid IS NOT NULL AS exists
    FROM bodies b FULL JOIN (SELECT * FROM pg_proc WHERE pronamespace = '"SYS"'::regnamespace AND proname LIKE 'fit~%') p
      ON p.proname = b.name
    WHERE b.body IS DISTINCT FROM p.prosrc
  LOOP
    IF wanted.body IS NULL THEN
      EXECUTE format('DROP FUNCTION "SYS".%I CASCADE', wanted.name);
      CONTINUE;
    END IF;
    EXECUTE format('CREATE OR REPLACE FUNCTION "SYS".%I() RETURNS trigger LANGUAGE plpgsql AS %L', wanted.name, wanted.body);
    IF NOT wanted.exists THEN
      PERFORM add_fitting(wanted.table_oid, wanted.table_oid);
    END IF;
  END LOOP;
END $$;

-- Let a table fit its values as another one does: itself, or the template that it is a copy of.
CREATE FUNCTION add_fitting(table_oid oid, template_oid oid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_proc WHERE proname = 'fit~' || template_oid) THEN
    EXECUTE format('CREATE TRIGGER "~fit" BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION "SYS".%I()',
      table_oid::regclass, 'fit~' || template_oid);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER "~fit"', table_oid::regclass);  -- also in a direct path load
  END IF;
END $$;
