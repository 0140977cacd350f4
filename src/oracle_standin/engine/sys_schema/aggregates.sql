-- Aggregates whose results have all of Oracle's digits ("Aggregate Functions").

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- count, sum, sum of squares
CREATE FUNCTION add_square(state numeric[], value numeric) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN value IS NULL THEN state ELSE ARRAY[state[1] + 1, state[2] + value, state[3] + value * value] END $$;
CREATE FUNCTION population_variance(state numeric[]) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN state[1] > 0 THEN quotient(state[1] * state[3] - state[2] * state[2], state[1] * state[1]) END $$;
CREATE FUNCTION sample_variance(state numeric[]) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN state[1] > 1 THEN quotient(state[1] * state[3] - state[2] * state[2], state[1] * (state[1] - 1)) END $$;
CREATE FUNCTION variance_of_one(state numeric[]) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN state[1] = 1 THEN 0 ELSE sample_variance(state) END $$;
CREATE FUNCTION middle(state numeric[]) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN cardinality(state) % 2 = 1 THEN sorted[cardinality(state) / 2 + 1]
    ELSE quotient(sorted[cardinality(state) / 2] + sorted[cardinality(state) / 2 + 1], 2) END
  FROM (SELECT ARRAY(SELECT unnest(state) ORDER BY 1) AS sorted) AS x
$$;
CREATE FUNCTION append_value(state numeric[], value numeric) RETURNS numeric[] LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN value IS NULL THEN state ELSE array_append(state, value) END $$;

CREATE AGGREGATE "VAR_POP"(numeric) (SFUNC = add_square, STYPE = numeric[], INITCOND = '{0,0,0}', FINALFUNC = population_variance);
CREATE AGGREGATE "VAR_SAMP"(numeric) (SFUNC = add_square, STYPE = numeric[], INITCOND = '{0,0,0}', FINALFUNC = sample_variance);
CREATE AGGREGATE "VARIANCE"(numeric) (SFUNC = add_square, STYPE = numeric[], INITCOND = '{0,0,0}', FINALFUNC = variance_of_one);
CREATE AGGREGATE "MEDIAN"(numeric) (SFUNC = append_value, STYPE = numeric[], INITCOND = '{}', FINALFUNC = middle);

-- Percentiles ("PERCENTILE_CONT", "PERCENTILE_DISC"): the row number is wanted among the sorted values
CREATE FUNCTION sorted_values("values" anyarray, is_descending boolean) RETURNS anyarray LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN is_descending THEN ARRAY(SELECT x FROM unnest("values") x ORDER BY x DESC)
    ELSE ARRAY(SELECT x FROM unnest("values") x ORDER BY x) END
$$;
CREATE FUNCTION check_fraction(fraction numeric) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF fraction IS NULL OR fraction NOT BETWEEN 0 AND 1 THEN
    PERFORM unsupported('a percentile that is not between 0 and 1');
  END IF;
  RETURN fraction;
END $$;
CREATE FUNCTION percentile_of("values" anyarray, fraction numeric, is_descending boolean) RETURNS anyelement
LANGUAGE sql IMMUTABLE AS $$
  SELECT (sorted_values("values", is_descending))[greatest(ceil(check_fraction(fraction) * cardinality("values")), 1)::int]
$$;
CREATE FUNCTION percentile_between("values" numeric[], fraction numeric, is_descending boolean) RETURNS numeric
LANGUAGE sql IMMUTABLE AS $$
  SELECT number_of(sorted[floor(place)::int] + (place - floor(place)) * (sorted[ceil(place)::int] - sorted[floor(place)::int]))
  FROM (SELECT sorted_values("values", is_descending) AS sorted, 1 + check_fraction(fraction) * (cardinality("values") - 1) AS place) x
$$;
CREATE FUNCTION percentile_between("values" anyarray, fraction numeric, is_descending boolean) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  PERFORM unsupported('PERCENTILE_CONT of anything but NUMBER');
END $$;

-- LISTAGG fails where its result is no VARCHAR2 any more
CREATE FUNCTION listagg_result(value text, maximum int) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF octet_length(value) > maximum THEN
    PERFORM raise(1489, 'result of string concatenation is too long');
  END IF;
  RETURN value;
END $$;
-- 23ai: an expression as a condition has to be a boolean
CREATE FUNCTION truth(value boolean) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT value $$;
CREATE FUNCTION is_nan(value float8) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT value = 'NaN' $$;
CREATE FUNCTION is_infinite(value float8) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT abs(value) = 'Infinity' $$;
CREATE FUNCTION is_nan(value numeric) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT false $$;
CREATE FUNCTION is_infinite(value numeric) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT false $$;
