INSERT INTO "shop"."item" ("pk", "data", "dms_version")
SELECT {"part" = r.c0, "id" = r.c1}, {"price" = r.c2::NUMERIC(18, 4), "object" = r.c3::OBJECT}, r.c4
FROM unnest(?, ?, ?, ?, ?) AS r (c0, c1, c2, c3, c4)
ON CONFLICT ("pk"['id'], "pk"['part']) DO UPDATE SET
    "data" = coalesce("data", {}) || excluded."data",
    "dms_version" = CASE WHEN "dms_column_versions" IS NULL AND (excluded."dms_version" < "dms_version") IS NOT TRUE THEN excluded."dms_version" ELSE (1 / (length(excluded."dms_version") * 0))::TEXT END;
