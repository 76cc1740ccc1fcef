INSERT INTO "shop"."item" ("pk", "data", "dms_version", "dms_column_versions")
SELECT {"part" = r.c0, "id" = r.c1}, {}, r.c2, NULL
FROM unnest(?, ?, ?) AS r (c0, c1, c2)
ON CONFLICT ("pk"['id'], "pk"['part']) DO UPDATE SET
    "data" = coalesce("data", {}) || excluded."data",
    "dms_version" = CASE WHEN excluded."dms_version" < "dms_version" THEN "dms_version" ELSE excluded."dms_version" END,
    "dms_column_versions" = CASE WHEN "dms_column_versions" IS NULL OR "dms_version" < excluded."dms_version" THEN NULL ELSE "dms_column_versions" || {"_version" = greatest("dms_column_versions"['_version']::TEXT, excluded."dms_version")} END;
