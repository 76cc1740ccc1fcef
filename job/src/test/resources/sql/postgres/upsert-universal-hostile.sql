INSERT INTO "s""; DROP TABLE t; --"."t""'" AS t ("pk", "data", "d""", "v""", "dms_column_versions")
SELECT jsonb_build_object('i"d', r.c0::BIGINT), jsonb_build_object('it''s', r.c1::TEXT), FALSE, r.c2, NULL::JSONB
FROM unnest(?::int8[], ?::text[], ?::text[]) AS r (c0, c1, c2)
ON CONFLICT ("pk") DO UPDATE SET
    "data" = coalesce(t."data", '{}'::jsonb) || (excluded."data" - array_remove(ARRAY[CASE WHEN (excluded."v""") COLLATE "C" < (CASE WHEN t."dms_column_versions" IS NULL THEN t."v""" ELSE greatest((t."dms_column_versions" ->> 'it''s') COLLATE "C", (t."dms_column_versions" ->> '_version') COLLATE "C") END) COLLATE "C" THEN 'it''s' END]::text[], NULL)),
    "d""" = CASE WHEN (excluded."v""") COLLATE "C" < (t."v""") COLLATE "C" THEN t."d""" ELSE excluded."d""" END,
    "v""" = CASE WHEN (excluded."v""") COLLATE "C" < (t."v""") COLLATE "C" THEN t."v""" ELSE excluded."v""" END,
    "dms_column_versions" = CASE WHEN t."dms_column_versions" IS NULL OR (t."v""") COLLATE "C" < (excluded."v""") COLLATE "C" THEN NULL ELSE t."dms_column_versions" || jsonb_build_object('_version', greatest((t."dms_column_versions" ->> '_version') COLLATE "C", (excluded."v""") COLLATE "C")) END
WHERE ((excluded."v""") COLLATE "C" < (t."v""") COLLATE "C") IS NOT TRUE OR t."dms_column_versions" IS NOT NULL;
