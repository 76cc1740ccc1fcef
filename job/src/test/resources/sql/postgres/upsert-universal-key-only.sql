INSERT INTO "shop"."item" AS t ("pk", "data", "dms_version")
SELECT jsonb_build_object('part', r.c0::TEXT, 'id', r.c1::BIGINT), '{}'::jsonb, r.c2
FROM unnest(?::text[], ?::int8[], ?::text[]) AS r (c0, c1, c2)
ON CONFLICT ("pk") DO UPDATE SET
    "data" = coalesce(t."data", '{}'::jsonb) || excluded."data",
    "dms_version" = excluded."dms_version"
WHERE (excluded."dms_version" COLLATE "C" < t."dms_version" COLLATE "C") IS NOT TRUE;
