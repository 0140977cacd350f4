COMMENT ON TABLE "DW"."WEB_ORDERS" IS 'It''s :1; "all" -- of it'
