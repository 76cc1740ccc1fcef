INSERT INTO "shop"."item" ("pk", "data", "dms_version", "dms_column_versions")
SELECT {"part" = r.c0, "id" = r.c1}, {"price" = r.c2::NUMERIC(18, 4), "object" = r.c3::OBJECT}, r.c4, NULL
FROM unnest(?, ?, ?, ?, ?) AS r (c0, c1, c2, c3, c4)
ON CONFLICT ("pk"['id'], "pk"['part']) DO UPDATE SET
    "data" = coalesce("data", {}) || {"price" = CASE WHEN excluded."dms_version" < CASE WHEN "dms_column_versions" IS NULL THEN "dms_version" ELSE greatest("dms_column_versions"['price']::TEXT, "dms_column_versions"['_version']::TEXT) END THEN "data"['price'] ELSE (excluded."data" || {})['price'] END, "object" = CASE WHEN excluded."dms_version" < CASE WHEN "dms_column_versions" IS NULL THEN "dms_version" ELSE greatest("dms_column_versions"['object']::TEXT, "dms_column_versions"['_version']::TEXT) END THEN "data"['object'] ELSE (excluded."data" || {})['object'] END},
    "dms_version" = CASE WHEN excluded."dms_version" < "dms_version" THEN "dms_version" ELSE excluded."dms_version" END,
    "dms_column_versions" = CASE WHEN "dms_column_versions" IS NULL OR "dms_version" < excluded."dms_version" THEN NULL ELSE "dms_column_versions" || {"_version" = greatest("dms_column_versions"['_version']::TEXT, excluded."dms_version")} END;
