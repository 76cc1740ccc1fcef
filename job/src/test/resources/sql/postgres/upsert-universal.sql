INSERT INTO "shop"."item" AS t ("pk", "data", "dms_version")
SELECT jsonb_build_object('part', r.c0::TEXT, 'id', r.c1::BIGINT), jsonb_build_object('price', r.c2::NUMERIC, 'object', r.c3::JSONB), r.c4
FROM unnest(?::text[], ?::int8[], ?::text[], ?::text[], ?::text[]) AS r (c0, c1, c2, c3, c4)
ON CONFLICT ("pk") DO UPDATE SET
    "data" = coalesce(t."data", '{}'::jsonb) || excluded."data",
    "dms_version" = excluded."dms_version"
WHERE (excluded."dms_version" COLLATE "C" < t."dms_version" COLLATE "C") IS NOT TRUE;
