INSERT INTO "shop"."item" AS t ("part", "id", "price", "object", "dms_version")
SELECT r.c0, r.c1, r.c2::NUMERIC, r.c3::JSONB, r.c4
FROM unnest(?::text[], ?::int8[], ?::text[], ?::text[], ?::text[]) AS r (c0, c1, c2, c3, c4)
ON CONFLICT ("id", "part") DO UPDATE SET
    "price" = excluded."price",
    "object" = excluded."object",
    "dms_version" = excluded."dms_version"
WHERE (excluded."dms_version" COLLATE "C" < t."dms_version" COLLATE "C") IS NOT TRUE;
