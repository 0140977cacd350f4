-- Dictionary views of kinds of objects that the stand-in cannot create: no rows, and the columns that clients ask for.
-- Columns: Database Reference, the views' own chapters, where most have more.

SET search_path = "SYS";  -- after pg_catalog, which always comes first

CREATE VIEW "ALL_MVIEWS" AS
  SELECT NULL::text AS "OWNER", NULL::text AS "MVIEW_NAME", NULL::text AS "CONTAINER_NAME", NULL::text AS "QUERY",
    NULL::text AS "REFRESH_MODE", NULL::text AS "REFRESH_METHOD"
  WHERE false;
CREATE VIEW "ALL_MVIEW_COMMENTS" AS
  SELECT NULL::text AS "OWNER", NULL::text AS "MVIEW_NAME", NULL::text AS "COMMENTS" WHERE false;
CREATE VIEW "ALL_DB_LINKS" AS
  SELECT NULL::text AS "OWNER", NULL::text AS "DB_LINK", NULL::text AS "USERNAME", NULL::text AS "HOST", NULL::odate AS "CREATED"
  WHERE false;
CREATE VIEW "ALL_TRIGGERS" AS
  SELECT NULL::text AS "OWNER", NULL::text AS "TRIGGER_NAME", NULL::text AS "TRIGGER_TYPE", NULL::text AS "TRIGGERING_EVENT",
    NULL::text AS "TABLE_OWNER", NULL::text AS "BASE_OBJECT_TYPE", NULL::text AS "TABLE_NAME", NULL::text AS "STATUS"
  WHERE false;
CALL publish('{MVIEWS,MVIEW_COMMENTS,DB_LINKS,TRIGGERS}');
