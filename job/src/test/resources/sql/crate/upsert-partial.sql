INSERT INTO "shop"."item" ("part", "id", "price", "object", "dms_version")
SELECT r.c0, r.c1, r.c2::NUMERIC(18, 4), r.c3::OBJECT, r.c4
FROM unnest(?, ?, ?, ?, ?) AS r (c0, c1, c2, c3, c4)
ON CONFLICT ("id", "part") DO UPDATE SET
    "price" = CASE WHEN excluded."dms_version" < "dms_version" THEN "price" ELSE excluded."price" END,
    "object" = CASE WHEN excluded."dms_version" < "dms_version" THEN "object" ELSE excluded."object" END,
    "dms_version" = CASE WHEN excluded."dms_version" < "dms_version" THEN "dms_version" ELSE excluded."dms_version" END;
