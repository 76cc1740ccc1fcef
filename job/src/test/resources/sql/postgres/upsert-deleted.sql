INSERT INTO "shop"."item" AS t ("part", "id", "dms_deleted", "dms_version")
SELECT r.c0, r.c1, TRUE, r.c2
FROM unnest(?::text[], ?::int8[], ?::text[]) AS r (c0, c1, c2)
ON CONFLICT ("id", "part") DO UPDATE SET
    "dms_deleted" = excluded."dms_deleted",
    "dms_version" = excluded."dms_version"
WHERE (excluded."dms_version" COLLATE "C" < t."dms_version" COLLATE "C") IS NOT TRUE;
