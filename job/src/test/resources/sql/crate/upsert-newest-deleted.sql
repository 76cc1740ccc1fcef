INSERT INTO "shop"."item" ("part", "id", "price", "object", "dms_deleted", "dms_version")
SELECT r.c0, r.c1, r.c2::NUMERIC(18, 4), r.c3::OBJECT, TRUE, r.c4
FROM unnest(?, ?, ?, ?, ?) AS r (c0, c1, c2, c3, c4)
ON CONFLICT ("id", "part") DO UPDATE SET
    "price" = excluded."price",
    "object" = excluded."object",
    "dms_deleted" = excluded."dms_deleted",
    "dms_version" = CASE WHEN "dms_column_versions" IS NULL AND (excluded."dms_version" < "dms_version") IS NOT TRUE THEN excluded."dms_version" ELSE (1 / (length(excluded."dms_version") * 0))::TEXT END;
