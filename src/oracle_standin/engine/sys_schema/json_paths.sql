-- The walk of a path's steps through a document. The steps and conditions are those of oracle_standin/sql/json_path.py;
-- arrays are unwrapped for members, other values wrapped for places (JSON Developer's Guide, "SQL/JSON Path Expression
-- Syntax Relaxation"). Of members with one name the last one counts, as for the driver.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

-- The elements of an array; of anything else itself.
CREATE FUNCTION json_elements(item json) RETURNS SETOF json LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF json_typeof(item) = 'array' THEN
    RETURN QUERY SELECT e.value FROM json_array_elements(item) AS e;
  ELSE
    RETURN NEXT item;
  END IF;
END $$;

-- The values that a name has at any depth, those further out first.
CREATE FUNCTION json_below(item json, name text) RETURNS SETOF json LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  member record;
BEGIN
  IF json_typeof(item) = 'object' THEN
    FOR member IN SELECT * FROM json_each(item) LOOP
      IF member.key = name THEN
        RETURN NEXT member.value;
      END IF;
      RETURN QUERY SELECT "SYS".json_below(member.value, name);
    END LOOP;
  ELSIF json_typeof(item) = 'array' THEN
    FOR member IN SELECT e.value FROM json_array_elements(item) AS e LOOP
      RETURN QUERY SELECT "SYS".json_below(member.value, name);
    END LOOP;
  END IF;
END $$;

-- Item methods ("SQL/JSON Path Expression Item Methods"); NULL where the method cannot be applied.
CREATE FUNCTION json_method(item json, method text) RETURNS json LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  kind text := json_typeof(item);
  value text := item #>> '{}';
  number numeric;
BEGIN
  CASE
    WHEN method = 'type' THEN RETURN to_json(kind);
    WHEN method = 'size' THEN RETURN to_json(CASE WHEN kind = 'array' THEN json_array_length(item) ELSE 1 END);
    WHEN kind IN ('object', 'array', 'null') THEN RETURN NULL;
    WHEN method = 'string' THEN RETURN to_json(value);
    WHEN method = 'stringOnly' THEN RETURN CASE WHEN kind = 'string' THEN item END;
    WHEN method = 'numberOnly' THEN RETURN CASE WHEN kind = 'number' THEN item END;
    WHEN method = 'booleanOnly' THEN RETURN CASE WHEN kind = 'boolean' THEN item END;
    WHEN method = 'boolean' THEN RETURN CASE WHEN lower(value) IN ('true', 'false') THEN lower(value)::varchar::json END;
    WHEN method IN ('length', 'lower', 'upper') THEN
      RETURN CASE WHEN kind <> 'string' THEN NULL WHEN method = 'length' THEN to_json(char_length(value))
        WHEN method = 'lower' THEN to_json(lower(value)) ELSE to_json(upper(value)) END;
    ELSE
      number := "SYS".json_number(value, 0, 0, false);
      RETURN to_json(CASE method WHEN 'abs' THEN abs(number) WHEN 'ceiling' THEN ceil(number) WHEN 'floor' THEN floor(number)
        ELSE number END);
  END CASE;
END $$;

-- The value of a condition's operand: a literal, or a variable of PASSING.
CREATE FUNCTION json_operand(operand json, variables json) RETURNS json LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF operand ->> 0 = 'value' THEN
    RETURN (operand ->> 1)::varchar::json;
  ELSIF variables -> (operand ->> 1) IS NULL THEN
    PERFORM "SYS".raise(40576, 'invalid use of bind variable in SQL/JSON path');
  END IF;
  RETURN variables -> (operand ->> 1);
END $$;

-- Whether an item compares so with a known value, to whose type it is converted ("Types in Filter-Condition Comparisons").
CREATE FUNCTION json_compares(item json, operator text, known json) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  kind text := json_typeof(known);
  value text := item #>> '{}';
  wanted text := known #>> '{}';
  sign int;
BEGIN
  IF json_typeof(item) IN ('object', 'array') THEN
    RETURN false;
  ELSIF kind = 'null' OR json_typeof(item) = 'null' THEN
    RETURN CASE operator WHEN '==' THEN kind = json_typeof(item) WHEN '!=' THEN kind <> json_typeof(item) ELSE false END;
  ELSIF operator IN ('starts', 'substring', 'like') THEN
    RETURN CASE operator WHEN 'starts' THEN starts_with(value, wanted) WHEN 'substring' THEN strpos(value, wanted) > 0
      ELSE value LIKE wanted ESCAPE '' END;
  ELSIF kind = 'number' THEN
    sign := sign("SYS".json_number(value, 0, 0, false) - (wanted::varchar)::numeric);
  ELSIF kind = 'string' THEN
    sign := CASE WHEN value < wanted THEN -1 WHEN value = wanted THEN 0 ELSE 1 END;
  ELSIF json_typeof(item) = 'boolean' THEN
    sign := (value = 'true')::int - (wanted = 'true')::int;
  END IF;
  RETURN coalesce(CASE operator WHEN '==' THEN sign = 0 WHEN '!=' THEN sign <> 0 WHEN '<' THEN sign < 0 WHEN '<=' THEN sign <= 0
    WHEN '>' THEN sign > 0 WHEN '>=' THEN sign >= 0 END, false);
END $$;

CREATE FUNCTION json_holds(item json, condition json, variables json) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  operator text := condition ->> 0;
  part json;
BEGIN
  CASE operator
    WHEN 'not' THEN RETURN NOT "SYS".json_holds(item, condition -> 1, variables);
    WHEN 'exists' THEN RETURN cardinality("SYS".json_walk(item, condition -> 1, variables)) > 0;
    WHEN 'or', 'and' THEN
      FOR place IN 1 .. json_array_length(condition) - 1 LOOP
        part := condition -> place;
        IF "SYS".json_holds(item, part, variables) = (operator = 'or') THEN
          RETURN operator = 'or';
        END IF;
      END LOOP;
      RETURN operator = 'and';
    ELSE
      part := "SYS".json_operand(condition -> 2, variables);
      RETURN EXISTS (SELECT FROM unnest("SYS".json_walk(item, condition -> 1, variables)) AS f(value), "SYS".json_elements(f.value) AS e
        WHERE "SYS".json_compares(e, operator, part));
  END CASE;
END $$;

-- Elements at places: a range of places, those from the end as -1, -2, ...
CREATE FUNCTION json_at_places(item json, ranges json) RETURNS SETOF json LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  elements json[] := ARRAY(SELECT "SYS".json_elements(item));
  size int := cardinality(elements);
  bound json;
  first int;
  last int;
BEGIN
  FOR bound IN SELECT json_array_elements(ranges) LOOP
    first := (bound ->> 0)::varchar::int;
    last := (bound ->> 1)::varchar::int;
    first := CASE WHEN first < 0 THEN size + first ELSE first END;
    last := CASE WHEN last < 0 THEN size + last ELSE last END;
    FOR place IN greatest(least(first, last), 0) .. least(greatest(first, last), size - 1) LOOP
      RETURN NEXT elements[place + 1];
    END LOOP;
  END LOOP;
END $$;

CREATE FUNCTION json_step(item json, step json, variables json) RETURNS SETOF json LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  CASE step ->> 0
    WHEN 'name' THEN
      RETURN QUERY SELECT e -> (step ->> 1) FROM "SYS".json_elements(item) AS e
        WHERE json_typeof(e) = 'object' AND e -> (step ->> 1) IS NOT NULL;
    WHEN 'any' THEN
      RETURN QUERY SELECT m.value FROM "SYS".json_elements(item) AS e,
        LATERAL json_each(CASE WHEN json_typeof(e) = 'object' THEN e ELSE '{}' END) AS m;
    WHEN 'each' THEN
      RETURN QUERY SELECT "SYS".json_elements(item);
    WHEN 'places' THEN
      RETURN QUERY SELECT "SYS".json_at_places(item, step -> 1);
    WHEN 'below' THEN
      RETURN QUERY SELECT "SYS".json_below(item, step ->> 1);
    WHEN 'where' THEN
      RETURN QUERY SELECT e FROM "SYS".json_elements(item) AS e WHERE "SYS".json_holds(e, step -> 1, variables);
    WHEN 'method' THEN
      RETURN QUERY SELECT m.value FROM "SYS".json_method(item, step ->> 1) AS m(value) WHERE m.value IS NOT NULL;
  END CASE;
END $$;

-- What the steps lead to, in the document's order.
CREATE FUNCTION json_walk(item json, steps json, variables json) RETURNS json[] LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  items json[] := ARRAY[item];
  step json;
BEGIN
  IF item IS NULL THEN
    RETURN '{}';
  END IF;
  FOR step IN SELECT json_array_elements(steps) LOOP
    items := ARRAY(SELECT s.value FROM unnest(items) WITH ORDINALITY AS f(value, n),
      LATERAL "SYS".json_step(f.value, step, variables) WITH ORDINALITY AS s(value, m) ORDER BY f.n, s.m);
  END LOOP;
  RETURN items;
END $$;
