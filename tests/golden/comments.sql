COMMENT ON TABLE "DW"."WEB_ORDERS" IS 'orders of the web'
/
COMMENT ON COLUMN "DW"."WEB_ORDERS"."CODE" IS 'as printed'
