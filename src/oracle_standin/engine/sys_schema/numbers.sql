-- Arithmetic of NUMBER: 20 base-100 digits, that is 39 or 40 decimal ones, from 1e-130 to below 1e126 ("NUMBER Data Type").

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- A result as a NUMBER keeps it.
CREATE FUNCTION number_of(value numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  digits int;  -- before the decimal point; negative: zeros behind it
BEGIN
  IF abs(value) < 1e20 AND scale(value) <= 20 THEN
    RETURN value;
  END IF;
  IF abs(value) >= 1e126 THEN
    PERFORM raise(1426, 'numeric overflow');
  ELSIF abs(value) < 1e-130 THEN
    RETURN 0;
  END IF;
  digits := CASE WHEN abs(value) >= 1 THEN length(trunc(abs(value))::varchar)
    ELSE length((trunc(abs(value) * 1e130))::varchar) - 130 END;
  RETURN trim_scale(round(value, 40 - 2 * ceil(digits / 2.0)::int));
END $$;

-- PostgreSQL builds indexes without SYS in its search path.
CREATE FUNCTION plus(a numeric, b numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT "SYS".number_of(a + b) $$;
CREATE FUNCTION minus(a numeric, b numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT "SYS".number_of(a - b) $$;
CREATE FUNCTION product(a numeric, b numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT "SYS".number_of(a * b) $$;
CREATE FUNCTION quotient(dividend numeric, divisor numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN dividend = 0 OR divisor = 0 THEN dividend / divisor
    ELSE number_of(round(dividend * ('1e' || digits)::numeric / divisor, 2) * ('1e-' || digits)::numeric) END
  FROM (SELECT greatest(0, 42 - floor(log(abs(dividend)))::int + floor(log(abs(divisor)))::int) AS digits)
$$;

-- for the functions written here, whose whole numbers are PostgreSQL's
CREATE FUNCTION quotient(dividend numeric, divisor int) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT quotient(dividend, divisor::numeric) $$;
CREATE FUNCTION quotient(dividend float4, divisor float4) RETURNS float4 LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT quotient(dividend::float8, divisor::float8)::float4 $$;
CREATE AGGREGATE "SUM"(numeric) (SFUNC = numeric_add, STYPE = numeric, FINALFUNC = number_of,
  MSFUNC = numeric_add, MINVFUNC = numeric_sub, MSTYPE = numeric, MFINALFUNC = number_of);
CREATE AGGREGATE "SUM"(float8) (SFUNC = float8pl, STYPE = float8);
CREATE AGGREGATE "SUM"(float4) (SFUNC = float4pl, STYPE = float4);

-- BINARY_DOUBLE and BINARY_FLOAT overflow to infinity and have NaN ("Floating-Point Numbers").
DO $$
DECLARE
  type text;
  operation record;
BEGIN
  FOREACH type IN ARRAY '{float8,float4}'::text[] LOOP
    FOR operation IN SELECT * FROM (VALUES ('plus', '+'), ('minus', '-'), ('product', '*')) AS x(name, operator) LOOP
      EXECUTE format($x$ CREATE FUNCTION %1$I(a %2$s, b %2$s) RETURNS %2$s LANGUAGE plpgsql IMMUTABLE STRICT AS $y$
        BEGIN
          RETURN a %3$s b;
        EXCEPTION
          WHEN numeric_value_out_of_range THEN
            IF abs(a::float8) <> 'Infinity' AND abs(b::float8) <> 'Infinity'
              AND abs(a::varchar::numeric %3$s b::varchar::numeric) < 1
            THEN
              RETURN 0;
            END IF;
            RETURN CASE WHEN (a::varchar::numeric %3$s b::varchar::numeric) > 0 THEN 'Infinity' ELSE '-Infinity' END;
        END $y$ $x$, operation.name, type, operation.operator);
    END LOOP;
  END LOOP;
  -- a NUMBER beside a BINARY_FLOAT becomes one ("Numeric Precedence")
  FOR operation IN SELECT * FROM (VALUES ('plus', '+'), ('minus', '-'), ('product', '*'), ('quotient', '/')) AS x(name, operator) LOOP
    EXECUTE format('CREATE FUNCTION %1$I(a float4, b numeric) RETURNS float4 LANGUAGE sql IMMUTABLE STRICT AS '
      '$y$ SELECT "SYS".%1$I(a, b::float4) $y$', operation.name);
    EXECUTE format('CREATE FUNCTION %1$I(a numeric, b float4) RETURNS float4 LANGUAGE sql IMMUTABLE STRICT AS '
      '$y$ SELECT "SYS".%1$I(a::float4, b) $y$', operation.name);
  END LOOP;
END $$;

-- Intervals and times, whose own operators PostgreSQL has.
CREATE FUNCTION plus(a interval, b interval) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT a + b $$;
CREATE FUNCTION minus(a interval, b interval) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT a - b $$;
CREATE FUNCTION product(a interval, b numeric) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT a * b::float8 $$;
CREATE FUNCTION product(a numeric, b interval) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT b * a::float8 $$;
CREATE FUNCTION plus(a timestamp, b interval) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT later_by(a, b) $$;
CREATE FUNCTION minus(a timestamp, b interval) RETURNS timestamp LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT later_by(a, -b) $$;
CREATE FUNCTION minus(a timestamp, b timestamp) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT a - b $$;
DO $$
DECLARE
  type text;
BEGIN
  FOREACH type IN ARRAY '{odate,timestamp,ts9,tstz,ltz}'::text[] LOOP
    EXECUTE format('CREATE FUNCTION plus(a interval, b %1$s) RETURNS %1$s LANGUAGE sql STABLE STRICT AS $x$ SELECT "SYS".plus(b, a) $x$', type);
    IF type <> 'odate' THEN
      EXECUTE format('CREATE FUNCTION plus(a numeric, b %1$s) RETURNS odate LANGUAGE sql STABLE STRICT AS $x$ SELECT "SYS".plus(b, a) $x$', type);
    END IF;
  END LOOP;
END $$;
