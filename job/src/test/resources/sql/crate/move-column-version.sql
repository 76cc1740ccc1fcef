UPDATE "shop"."item" SET "dms_column_versions" = "dms_column_versions" || {"price" = NULL, "other" = "dms_column_versions"['price']} WHERE "dms_column_versions"['price'] IS NOT NULL;
