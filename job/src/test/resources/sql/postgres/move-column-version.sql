UPDATE "shop"."item" SET "dms_column_versions" = ("dms_column_versions" - 'price') || jsonb_build_object('other', "dms_column_versions" -> 'price') WHERE jsonb_exists("dms_column_versions", 'price');
