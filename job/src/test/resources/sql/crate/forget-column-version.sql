UPDATE "shop"."item" SET "dms_column_versions" = "dms_column_versions" || {"price" = NULL} WHERE "dms_column_versions"['price'] IS NOT NULL;
