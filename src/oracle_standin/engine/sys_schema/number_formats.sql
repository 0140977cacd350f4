-- Numbers to text and back by a format ("Number Format Models"). What is rarely written is refused by name.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE FUNCTION check_number_mask(mask text) RETURNS void LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF mask ~* '[^-0-9.,$SMIPREDGXFTMLCUVBN]' THEN
    PERFORM raise(1481, 'invalid number format model');
  END IF;
  PERFORM raise(3001, 'unimplemented feature: oracle_standin does not support the number format ' || mask);
END $$;

-- PostgreSQL's format for an Oracle one; it has no dollar sign, and its width of an exponent is another one
CREATE FUNCTION number_mask(mask text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  IF mask !~* '^(FM)?S?\$?[09,.DG]+(S|MI|PR)?$' AND mask !~* '^FM9([.D]9*)?EEEE$' OR mask ~* '[.D].*[.,DG]'
    OR mask ~* '\$.*(S|PR)$'
  THEN
    PERFORM check_number_mask(mask);
  END IF;
  RETURN replace(upper(mask), '$', '');
END $$;
-- a number that does not fit is all signs
CREATE FUNCTION filled(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT CASE WHEN strpos(value, '#') > 0 THEN repeat('#', length(value)) ELSE value END $$;
CREATE FUNCTION with_dollar(value text, mask text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN strpos(mask, '$') = 0 THEN value ELSE regexp_replace(value, '^(\s*[-+]?)', '\1$') END
$$;
CREATE FUNCTION hexadecimal(value numeric, mask text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  digits text := upper(to_hex(round(value)::bigint));
  width int := length(regexp_replace(mask, '^FM', '', 'i'));
BEGIN
  IF value < 0 OR value >= 2 ^ 62 OR mask !~* '^(FM)?X+$' THEN
    PERFORM unsupported('TO_CHAR of such a number in the format ' || mask);
  END IF;
  digits := CASE WHEN mask ~ 'x' THEN lower(digits) ELSE digits END;
  RETURN CASE WHEN length(digits) > width THEN repeat('#', width + 1) WHEN mask ~* '^FM' THEN digits
    ELSE lpad(digits, width + 1) END;
END $$;
CREATE FUNCTION "TO_CHAR"(value numeric, mask text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN upper(mask) IN ('TM', 'TM9') THEN number_text(value) WHEN mask ~* '^(FM)?0*X' THEN hexadecimal(value, mask)
    WHEN mask ~* 'EEEE$' THEN upper(btrim(pg_catalog.to_char(value, substr(number_mask(mask), 3))))
    ELSE filled(with_dollar(pg_catalog.to_char(value, number_mask(mask)), mask)) END
$$;

-- The digits that a format allows for before the point, or behind it, with their group separators.
CREATE FUNCTION digits_of_mask(mask text, side int) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
$$ SELECT regexp_replace(split_part(translate(upper(mask), 'DG', '.,'), '.', side), '[^09,]', '', 'g') $$;

-- The number must have the format's form: no more digits, and separators where it has them (ORA-01722).
CREATE FUNCTION "TO_NUMBER"(value text, mask text) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  whole text := digits_of_mask(mask, 1);
  fraction text := digits_of_mask(mask, 2);
  found text[];
BEGIN
  IF mask ~* '^(FM)?X+$' AND btrim(value) ~ '^[0-9A-Fa-f]{1,15}$'
    AND length(btrim(value)) <= length(regexp_replace(mask, '^FM', '', 'i'))
  THEN
    RETURN ('x' || lpad(btrim(value), 16, '0'))::varchar::bit(64)::bigint;
  ELSIF mask ~* '^(FM)?X+$' THEN
    PERFORM raise(1722, 'unable to convert string value to a number');
  END IF;
  PERFORM number_mask(mask);
  IF mask ~* '(PR|MI|EEEE|.S)$' THEN
    PERFORM check_number_mask(mask);
  END IF;
  found := regexp_match(btrim(value),
    '^([-+]?)' || CASE WHEN strpos(mask, '$') > 0 THEN '\$?' ELSE '' END || '([0-9,]*)(?:\.([0-9]*))?$');
  IF found IS NULL OR found[2] || coalesce(found[3], '') = ''
    OR length(replace(found[2], ',', '')) > length(replace(whole, ',', ''))
    OR length(coalesce(found[3], '')) > length(fraction) OR strpos(value, '.') > 0 AND mask !~* '[.D]'
    OR strpos(found[2], ',') > 0
      AND right(translate(whole, '09', '99'), length(found[2])) <> regexp_replace(found[2], '[0-9]', '9', 'g')
  THEN
    PERFORM raise(1722, 'unable to convert string value to a number');
  ELSIF strpos(found[2], ',') = 0 AND length(found[2]) > strpos(reverse(whole), ',') - 1 AND strpos(whole, ',') > 0 THEN
    PERFORM unsupported('TO_NUMBER of digits without the group separators of the format');
  END IF;
  RETURN text_number(found[1] || replace(found[2], ',', '') || '.' || coalesce(nullif(found[3], ''), '0'));
END $$;
