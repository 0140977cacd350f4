-- Wide tables: what the dictionary shows is a view; its parts hold the columns, `changed` is the view that statements change.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE TABLE wide_parts (
  table_oid oid,
  number int,
  part_oid oid NOT NULL,
  changed_oid oid NOT NULL,
  PRIMARY KEY (table_oid, number)
);

-- Where the columns, constraints and indexes of a table are in PostgreSQL.
CREATE VIEW storage AS
  SELECT table_oid, table_oid AS storage_oid FROM tables UNION ALL SELECT table_oid, part_oid FROM wide_parts;

-- Whether a column of a wide table is NOT NULL.
CREATE FUNCTION is_mandatory(table_oid oid, name name) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM "SYS".wide_parts s JOIN pg_attribute a ON a.attrelid = s.part_oid
    WHERE s.table_oid = is_mandatory.table_oid AND a.attname = is_mandatory.name AND a.attnotnull)
$$;

-- A new view takes the place of a table or of an earlier view: its columns, comments and attributes.
CREATE FUNCTION replace_wide_view(old_oid oid, new_oid oid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE tables SET table_oid = new_oid WHERE table_oid = old_oid;
  UPDATE columns c SET table_oid = new_oid, attnum = n.attnum FROM pg_attribute o JOIN pg_attribute n ON n.attname = o.attname
  WHERE c.table_oid = old_oid AND o.attrelid = old_oid AND o.attnum = c.attnum AND n.attrelid = new_oid;
  DELETE FROM columns WHERE table_oid = old_oid;
  UPDATE pg_description d SET objoid = new_oid, objsubid = n.attnum FROM pg_attribute o JOIN pg_attribute n ON n.attname = o.attname
  WHERE d.classoid = 'pg_class'::regclass AND d.objoid = old_oid AND o.attrelid = old_oid AND o.attnum = d.objsubid
    AND n.attrelid = new_oid;
  UPDATE pg_description SET objoid = new_oid WHERE classoid = 'pg_class'::regclass AND objoid = old_oid AND objsubid = 0;
  IF EXISTS (SELECT 1 FROM wide_parts WHERE table_oid = old_oid) THEN
    PERFORM drop_wide_views(old_oid);
    DELETE FROM wide_parts WHERE table_oid = old_oid;
  END IF;
END $$;

CREATE FUNCTION drop_wide_views(view_oid oid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  word text;
BEGIN
  EXECUTE format('DROP VIEW %s', (SELECT DISTINCT changed_oid::regclass FROM wide_parts WHERE table_oid = view_oid));
  EXECUTE format('DROP VIEW %s', view_oid::regclass);
  FOREACH word IN ARRAY '{INSERT,UPDATE,DELETE}'::text[] LOOP
    EXECUTE format('DROP FUNCTION "SYS".%I', 'wide~' || word || '~' || view_oid);
  END LOOP;
END $$;

CREATE FUNCTION add_wide_trigger(view_oid oid, word text, body text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text := 'wide~' || word || '~' || view_oid;
  changed_oid oid := (SELECT DISTINCT p.changed_oid FROM wide_parts p WHERE p.table_oid = view_oid);
BEGIN
  EXECUTE format('CREATE FUNCTION "SYS".%I() RETURNS trigger LANGUAGE plpgsql AS %L', name, body);
  EXECUTE format('CREATE TRIGGER %I INSTEAD OF %s ON %s FOR EACH ROW EXECUTE FUNCTION "SYS".%I()',
    '~' || word, word, changed_oid::regclass, name);
  IF word = 'INSERT' THEN  -- a direct path load names the table
    EXECUTE format('CREATE TRIGGER "~change" INSTEAD OF INSERT ON %s FOR EACH ROW EXECUTE FUNCTION "SYS".%I()',
      view_oid::regclass, name);
  END IF;
  -- also where triggers are off, as they are in a direct path load
  UPDATE pg_trigger SET tgenabled = 'A' WHERE tgrelid IN (view_oid, changed_oid) AND NOT tgisinternal;
END $$;
