INSERT INTO "shop"."item" AS t ("pk", "data", "dms_version")
VALUES (jsonb_build_object('part', ?::TEXT, 'id', ?::BIGINT), jsonb_build_object('price', ?::NUMERIC, 'object', ?::JSONB), ?)
ON CONFLICT ("pk") DO UPDATE SET
    "data" = coalesce(t."data", '{}'::jsonb) || excluded."data",
    "dms_version" = excluded."dms_version"
WHERE (excluded."dms_version" COLLATE "C" < t."dms_version" COLLATE "C") IS NOT TRUE;
