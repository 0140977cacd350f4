COMMENT ON COLUMN "DW"."WEB_ORDERS"."ID" IS 'The ''key'' of
an order'
