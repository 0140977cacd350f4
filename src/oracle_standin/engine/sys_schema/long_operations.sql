-- What SET_SESSION_LONGOPS has reported.

CREATE UNLOGGED TABLE long_operations (
  row_number int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sid int NOT NULL,
  op_name text,
  target text,
  target_desc text,
  sofar numeric NOT NULL,
  totalwork numeric NOT NULL,
  units text,
  start_time timestamp NOT NULL DEFAULT date_trunc('second', clock_timestamp()),
  last_update_time timestamp NOT NULL DEFAULT date_trunc('second', clock_timestamp())
);

-- Columns: Database Reference, V$SESSION_LONGOPS; those that nothing fills are left out.
CREATE VIEW "V$SESSION_LONGOPS" AS
SELECT o.sid::numeric AS "SID", s.serial::numeric AS "SERIAL#", o.op_name AS "OPNAME", o.target AS "TARGET",
    o.target_desc AS "TARGET_DESC", o.sofar AS "SOFAR", o.totalwork AS "TOTALWORK", o.units AS "UNITS",
    o.start_time::odate AS "START_TIME", o.last_update_time::odate AS "LAST_UPDATE_TIME",
    extract(epoch FROM o.last_update_time - o.start_time)::numeric AS "ELAPSED_SECONDS", s.username AS "USERNAME"
FROM "SYS".long_operations o JOIN "SYS".sessions s ON s.sid = o.sid;
