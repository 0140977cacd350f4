-- Comparisons that convert text to the type of the other side ("Data Conversion"), and those of CHAR with a literal.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE CAST (bpchar AS numeric) WITH FUNCTION bpchar_number(bpchar) AS IMPLICIT;

-- The six comparisons of two types; `a_sql` and `b_sql` are the sides as PostgreSQL compares them.
CREATE FUNCTION create_comparisons(a regtype, b regtype, a_sql text, b_sql text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  comparison record;
BEGIN
  FOR comparison IN SELECT * FROM (VALUES ('eq', '='), ('ne', '<>'), ('lt', '<'), ('le', '<='), ('gt', '>'), ('ge', '>='))
    AS x(name, operator)
  LOOP
    EXECUTE format('CREATE FUNCTION %I(a %s, b %s) RETURNS boolean LANGUAGE sql STABLE STRICT AS %L',
      comparison.name, a, b, format('SELECT %s %s %s', a_sql, comparison.operator, b_sql));
    EXECUTE format('CREATE OPERATOR %s (FUNCTION = %I, LEFTARG = %s, RIGHTARG = %s)',
      comparison.operator, comparison.name, a, b);
  END LOOP;
END $$;

DO $$
DECLARE
  other record;
  characters text;
BEGIN
  FOR other IN SELECT * FROM (VALUES ('odate', '::timestamp', '"SYS"."TO_DATE"(%s::text)::timestamp'),
    ('timestamp', '::"SYS".ts9', '"SYS"."TO_TIMESTAMP"(%s::text)'), ('ts9', '', '"SYS"."TO_TIMESTAMP"(%s::text)'),
    ('tstz', '', '"SYS"."TO_TIMESTAMP_TZ"(%s::text)'), ('ltz', '', '"SYS".text_ltz(%s::text)'),
    ('float8', '', '"SYS".text_double(%s::text)'), ('float4', '::float8', '"SYS".text_double(%s::text)'),
    ('bytea', '', '"SYS".text_raw(%s::text)')) AS x(type, own, converted)
  LOOP
    FOREACH characters IN ARRAY '{text,literal,bpchar}'::text[] LOOP
      PERFORM create_comparisons(other.type::regtype, characters::regtype, 'a' || other.own, format(other.converted, 'b'));
      PERFORM create_comparisons(characters::regtype, other.type::regtype, format(other.converted, 'a'), 'b' || other.own);
    END LOOP;
  END LOOP;
  PERFORM create_comparisons('bpchar', 'literal', 'a', 'b::text::bpchar');
  PERFORM create_comparisons('literal', 'bpchar', 'a::text::bpchar', 'b');
  -- 23ai: numbers and text are converted to BOOLEAN ("Data Conversion")
  PERFORM create_comparisons('boolean', 'numeric', 'a', '"SYS".number_boolean(b)');
  PERFORM create_comparisons('numeric', 'boolean', '"SYS".number_boolean(a)', 'b');
  FOREACH characters IN ARRAY '{text,literal,bpchar}'::text[] LOOP
    PERFORM create_comparisons('boolean', characters::regtype, 'a', '"SYS".text_boolean(b::text)');
    PERFORM create_comparisons(characters::regtype, 'boolean', '"SYS".text_boolean(a::text)', 'b');
  END LOOP;
END $$;

DROP FUNCTION create_comparisons;
