-- Sequences: a counter of PostgreSQL each, and the rules that make numbers of the count.
-- Reference: SQL Language Reference, "CREATE SEQUENCE" and "Sequence Pseudocolumns".

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE TABLE sequences (
  sequence_oid oid PRIMARY KEY,
  is_ordered boolean NOT NULL,
  cache numeric NOT NULL,
  created timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp()),
  last_ddl timestamp NOT NULL DEFAULT date_trunc('second', statement_timestamp())
);

-- Rules hold from the count first_call on: ALTER SEQUENCE adds some, so that CURRVAL stays what it was.
CREATE TABLE sequence_rules (
  sequence_oid oid,
  first_call bigint,
  start numeric NOT NULL,
  step numeric NOT NULL,
  low numeric NOT NULL,
  high numeric NOT NULL,
  cycles boolean NOT NULL,
  PRIMARY KEY (sequence_oid, first_call)
);

-- The number that the count stands for; beyond the last one of a sequence without CYCLE too.
CREATE FUNCTION sequence_number(rules sequence_rules, call bigint) RETURNS numeric LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  number numeric := rules.start + (call - rules.first_call) * rules.step;
  size numeric := floor((rules.high - rules.low) / abs(rules.step)) + 1;
  first numeric := CASE WHEN rules.step > 0 THEN rules.low ELSE rules.high END;
  before numeric;
BEGIN
  IF NOT rules.cycles OR number BETWEEN rules.low AND rules.high THEN
    RETURN number;
  END IF;
  before := floor(CASE WHEN rules.step > 0 THEN rules.high - rules.start ELSE rules.start - rules.low END / abs(rules.step)) + 1;
  RETURN first + ((call - rules.first_call - before) % size) * rules.step;
END $$;

CREATE FUNCTION rules_at(relation oid, call bigint) RETURNS sequence_rules LANGUAGE sql STABLE AS $$
  SELECT r FROM "SYS".sequence_rules r WHERE sequence_oid = relation AND first_call <= call ORDER BY first_call DESC LIMIT 1
$$;

CREATE FUNCTION existing_sequence(owner text, name text) RETURNS oid LANGUAGE plpgsql STABLE AS $$
DECLARE
  found oid := to_regclass(format('%I.%I', owner, name));
BEGIN
  IF found IS NULL OR NOT EXISTS (SELECT 1 FROM "SYS".sequences WHERE sequence_oid = found) THEN
    PERFORM "SYS".raise(2289, 'sequence does not exist');
  END IF;
  RETURN found;
END $$;

CREATE FUNCTION next_value(owner text, name text) RETURNS numeric LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  relation oid := "SYS".existing_sequence(owner, name);
  call bigint := nextval(relation::regclass);
  rules "SYS".sequence_rules := "SYS".rules_at(relation, call);
  number numeric := "SYS".sequence_number(rules, call);
BEGIN
  IF number > rules.high THEN
    PERFORM "SYS".raise(8004, format('sequence %s.NEXTVAL exceeds MAXVALUE and cannot be instantiated', "SYS".original_name(name)));
  ELSIF number < rules.low THEN
    PERFORM "SYS".raise(8004, format('sequence %s.NEXTVAL goes below MINVALUE and cannot be instantiated', "SYS".original_name(name)));
  END IF;
  RETURN number;
END $$;

CREATE FUNCTION current_value(owner text, name text) RETURNS numeric LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  relation oid := "SYS".existing_sequence(owner, name);
  call bigint;
BEGIN
  call := currval(relation::regclass);
  RETURN "SYS".sequence_number("SYS".rules_at(relation, call), call);
EXCEPTION WHEN object_not_in_prerequisite_state THEN
  PERFORM "SYS".raise(8002, format('sequence %s.CURRVAL is not yet defined in this session', "SYS".original_name(name)));
END $$;

-- How often a sequence was called, its rules, its last number and its cache.
CREATE FUNCTION sequence_position(relation oid, OUT calls bigint, OUT cycles boolean, OUT start numeric, OUT step numeric, OUT low numeric,
    OUT high numeric, OUT last numeric, OUT cache numeric) LANGUAGE plpgsql STABLE AS $$
DECLARE
  rules "SYS".sequence_rules;
BEGIN
  calls := coalesce(pg_sequence_last_value(relation::regclass) + 1, 0);
  rules := "SYS".rules_at(relation, calls);
  SELECT rules.cycles, rules.start, rules.step, rules.low, rules.high INTO cycles, start, step, low, high;
  IF calls > 0 THEN
    last := "SYS".sequence_number("SYS".rules_at(relation, calls - 1), calls - 1);
    last := least(greatest(last, low), high);
  END IF;
  SELECT s.cache INTO cache FROM "SYS".sequences s WHERE s.sequence_oid = relation;
END $$;

-- The first number that is not in the cache.
CREATE FUNCTION last_number(relation oid) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT "SYS".sequence_number("SYS".rules_at(relation, p.calls), CASE WHEN p.cache > 1 THEN r.first_call
      + (ceil((p.calls - r.first_call) / p.cache) * p.cache)::bigint ELSE p.calls END)
  FROM "SYS".sequence_position(relation) p, "SYS".rules_at(relation, p.calls) r
$$;

-- Identity columns: GENERATED is ALWAYS, BY DEFAULT or BY DEFAULT ON NULL as the clause says.
CREATE TABLE identity_columns (
  table_oid oid PRIMARY KEY,
  attnum int NOT NULL,
  generated text NOT NULL,
  sequence_oid oid NOT NULL
);

-- The default of a GENERATED ALWAYS column is NaN, which no NUMBER is: any other value was given by a statement.
CREATE FUNCTION refuse_identity_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "SYS".raise(32796, 'cannot update a generated always identity column');
  RETURN NULL;
END $$;
