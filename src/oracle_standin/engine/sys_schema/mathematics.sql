-- Roots, powers and logarithms with all digits of a NUMBER, and functions of BINARY_DOUBLE ("Numeric Functions").

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE FUNCTION out_of_range(argument numeric) RETURNS void LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM raise(1428, format('argument ''%s'' is out of range', str(argument)));
END $$;

-- PostgreSQL's results have as many digits behind the point as their argument: enough for 40 of the smallest NUMBER
CREATE FUNCTION "SQRT"(value numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF value < 0 THEN
    PERFORM out_of_range(value);
  END IF;
  RETURN trim_scale(number_of(sqrt(round(value, 180))));
END $$;

CREATE FUNCTION "LN"(value numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF value <= 0 THEN
    PERFORM out_of_range(value);
  END IF;
  RETURN trim_scale(number_of(ln(round(value, 180))));
END $$;

CREATE FUNCTION "LOG"(base numeric, value numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF base <= 0 OR base = 1 THEN
    PERFORM out_of_range(base);
  ELSIF value <= 0 THEN
    PERFORM out_of_range(value);
  END IF;
  RETURN trim_scale(number_of(round(ln(round(value, 180)) / ln(round(base, 180)), 60)));
END $$;

CREATE FUNCTION "EXP"(value numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF value > 291 THEN
    PERFORM raise(1426, 'numeric overflow');
  END IF;
  RETURN CASE WHEN value < -300 THEN 0 ELSE trim_scale(number_of(exp(round(value, 180)))) END;
END $$;

CREATE FUNCTION "POWER"(base numeric, exponent numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  magnitude numeric := CASE WHEN base <> 0 THEN exponent * log(abs(base)) ELSE 0 END;
BEGIN
  IF base < 0 AND exponent <> trunc(exponent) THEN
    PERFORM out_of_range(base);
  ELSIF base = 0 AND exponent < 0 THEN
    PERFORM unsupported('POWER of zero with a negative exponent');
  ELSIF magnitude >= 127 THEN
    PERFORM raise(1426, 'numeric overflow');
  ELSIF magnitude < -131 THEN
    RETURN 0;
  END IF;
  RETURN trim_scale(number_of(power(round(base, 180), exponent)));
END $$;

CREATE FUNCTION "REMAINDER"(dividend numeric, divisor numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF divisor = 0 THEN
    PERFORM unsupported('REMAINDER of a division by zero');
  END IF;
  RETURN number_of(dividend - divisor * round(quotient(dividend, divisor)));
END $$;

-- BINARY_DOUBLE: halves are rounded to the even neighbour, and with digits the result is a NUMBER ("ROUND (number)")
CREATE FUNCTION exact_double(value float8) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF abs(value) >= 1e126 OR value = 'NaN' THEN
    PERFORM raise(1426, 'numeric overflow');
  END IF;
  RETURN number_of(value::varchar::numeric);
END $$;
CREATE FUNCTION "ROUND"(value float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT round(value) $$;
CREATE FUNCTION "TRUNC"(value float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT trunc(value) $$;
CREATE FUNCTION "ROUND"(value float8, digits numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT "ROUND"(exact_double(value), digits) $$;
CREATE FUNCTION "TRUNC"(value float8, digits numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT "TRUNC"(exact_double(value), digits) $$;
CREATE FUNCTION "SQRT"(value float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN value < 0 THEN 'NaN' ELSE sqrt(value) END $$;
CREATE FUNCTION "MOD"(dividend float8, divisor float8) RETURNS float8 LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF divisor = 0 THEN
    RETURN dividend;
  ELSIF abs(dividend) >= 2 ^ 53 OR abs(divisor) >= 2 ^ 53 OR dividend <> trunc(dividend) OR divisor <> trunc(divisor) THEN
    PERFORM unsupported('MOD of BINARY_DOUBLE and BINARY_FLOAT values that are no whole numbers');
  END IF;
  RETURN mod(dividend::bigint, divisor::bigint);
END $$;

-- without Oracle's errors: these types have NaN and infinity ("Floating-Point Numbers")
CREATE FUNCTION "LN"(value float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN value < 0 THEN 'NaN' WHEN value = 0 THEN '-Infinity' ELSE ln(value) END $$;
CREATE FUNCTION "LOG"(base float8, value float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT quotient("LN"(value), "LN"(base)) $$;
CREATE FUNCTION "EXP"(value float8) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN value > 709.7 AND value <> 'NaN' THEN 'Infinity' WHEN value < -745 THEN 0 ELSE exp(value) END $$;
CREATE FUNCTION "POWER"(base float8, exponent float8) RETURNS float8 LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN power(base, exponent);
EXCEPTION
  WHEN invalid_argument_for_power_function THEN
    RETURN CASE WHEN base = 0 THEN 'Infinity' ELSE 'NaN' END;
  WHEN numeric_value_out_of_range THEN
    PERFORM unsupported('POWER of BINARY_DOUBLE values beyond its range');
END $$;
CREATE FUNCTION "REMAINDER"(dividend float8, divisor float8) RETURNS float8 LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF divisor = 0 OR abs(dividend) = 'Infinity' THEN
    RETURN 'NaN';
  END IF;
  RETURN dividend - divisor * round(dividend / divisor);
END $$;
CREATE FUNCTION "TO_NUMBER"(value float8) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT exact_double(value) $$;
CREATE FUNCTION "TO_CHAR"(value float8, mask text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN upper(mask) LIKE 'TM%' THEN "TO_CHAR"(value) ELSE "TO_CHAR"(exact_double(value), mask) END $$;
