INSERT INTO "shop"."item" ("part", "id", "price", "object", "dms_deleted", "dms_version", "dms_column_versions")
SELECT r.c0, r.c1, r.c2::NUMERIC(18, 4), r.c3::OBJECT, FALSE, r.c4, NULL
FROM unnest(?, ?, ?, ?, ?) AS r (c0, c1, c2, c3, c4)
ON CONFLICT ("id", "part") DO UPDATE SET
    "price" = CASE WHEN excluded."dms_version" < CASE WHEN "dms_column_versions" IS NULL THEN "dms_version" ELSE greatest("dms_column_versions"['price']::TEXT, "dms_column_versions"['_version']::TEXT) END THEN "price" ELSE excluded."price" END,
    "object" = CASE WHEN excluded."dms_version" < CASE WHEN "dms_column_versions" IS NULL THEN "dms_version" ELSE greatest("dms_column_versions"['object']::TEXT, "dms_column_versions"['_version']::TEXT) END THEN "object" ELSE excluded."object" END,
    "dms_deleted" = CASE WHEN excluded."dms_version" < "dms_version" THEN "dms_deleted" ELSE excluded."dms_deleted" END,
    "dms_version" = CASE WHEN excluded."dms_version" < "dms_version" THEN "dms_version" ELSE excluded."dms_version" END,
    "dms_column_versions" = CASE WHEN "dms_column_versions" IS NULL OR "dms_version" < excluded."dms_version" THEN NULL ELSE "dms_column_versions" || {"_version" = greatest("dms_column_versions"['_version']::TEXT, excluded."dms_version")} END;
