INSERT INTO "shop"."item" AS t ("pk", "data", "dms_version", "dms_column_versions")
SELECT jsonb_build_object('part', r.c0::TEXT, 'id', r.c1::BIGINT), '{}'::jsonb, r.c2, NULL::JSONB
FROM unnest(?::text[], ?::int8[], ?::text[]) AS r (c0, c1, c2)
ON CONFLICT ("pk") DO UPDATE SET
    "data" = coalesce(t."data", '{}'::jsonb) || excluded."data",
    "dms_version" = CASE WHEN (excluded."dms_version") COLLATE "C" < (t."dms_version") COLLATE "C" THEN t."dms_version" ELSE excluded."dms_version" END,
    "dms_column_versions" = CASE WHEN t."dms_column_versions" IS NULL OR (t."dms_version") COLLATE "C" < (excluded."dms_version") COLLATE "C" THEN NULL ELSE t."dms_column_versions" || jsonb_build_object('_version', greatest((t."dms_column_versions" ->> '_version') COLLATE "C", (excluded."dms_version") COLLATE "C")) END
WHERE ((excluded."dms_version") COLLATE "C" < (t."dms_version") COLLATE "C") IS NOT TRUE OR t."dms_column_versions" IS NOT NULL;
