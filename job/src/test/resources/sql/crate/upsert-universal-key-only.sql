INSERT INTO "shop"."item" ("pk", "data", "dms_version")
SELECT {"part" = r.c0, "id" = r.c1}, {}, r.c2
FROM unnest(?, ?, ?) AS r (c0, c1, c2)
ON CONFLICT ("pk"['id'], "pk"['part']) DO UPDATE SET
    "data" = CASE WHEN excluded."dms_version" < "dms_version" THEN "data" ELSE coalesce("data", {}) || excluded."data" END,
    "dms_version" = CASE WHEN excluded."dms_version" < "dms_version" THEN "dms_version" ELSE excluded."dms_version" END;
