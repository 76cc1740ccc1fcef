INSERT INTO "shop"."item" ("part", "id", "dms_deleted", "dms_version", "dms_column_versions")
SELECT r.c0, r.c1, TRUE, r.c2, NULL
FROM unnest(?, ?, ?) AS r (c0, c1, c2)
ON CONFLICT ("id", "part") DO UPDATE SET
    "dms_deleted" = CASE WHEN excluded."dms_version" < "dms_version" THEN "dms_deleted" ELSE excluded."dms_deleted" END,
    "dms_version" = CASE WHEN excluded."dms_version" < "dms_version" THEN "dms_version" ELSE excluded."dms_version" END,
    "dms_column_versions" = CASE WHEN "dms_column_versions" IS NULL OR "dms_version" < excluded."dms_version" THEN NULL ELSE "dms_column_versions" || {"_version" = greatest("dms_column_versions"['_version']::TEXT, excluded."dms_version")} END;
