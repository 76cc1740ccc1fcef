UPDATE "shop"."item" SET "dms_column_versions" = ("dms_column_versions" - 'price') WHERE jsonb_exists("dms_column_versions", 'price');
