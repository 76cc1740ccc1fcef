INSERT INTO "shop"."item" ("pk", "data", "dms_version")
VALUES ({"part" = ?, "id" = ?}, {"price" = ?::NUMERIC(18, 4), "object" = ?::OBJECT}, ?)
ON CONFLICT ("pk"['id'], "pk"['part']) DO UPDATE SET
    "data" = CASE WHEN excluded."dms_version" < "dms_version" THEN "data" ELSE coalesce("data", {}) || excluded."data" END,
    "dms_version" = CASE WHEN excluded."dms_version" < "dms_version" THEN "dms_version" ELSE excluded."dms_version" END;
