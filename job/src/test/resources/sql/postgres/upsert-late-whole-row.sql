INSERT INTO "shop"."item" AS t ("part", "id", "price", "object", "dms_version", "dms_column_versions")
SELECT r.c0, r.c1, r.c2::NUMERIC, r.c3::JSONB, r.c4, r.c5::JSONB
FROM unnest(?::text[], ?::int8[], ?::text[], ?::text[], ?::text[], ?::text[]) AS r (c0, c1, c2, c3, c4, c5)
ON CONFLICT ("id", "part") DO UPDATE SET
    "price" = CASE WHEN (excluded."dms_column_versions" ->> '_version') COLLATE "C" < (CASE WHEN t."dms_column_versions" IS NULL THEN t."dms_version" ELSE greatest((t."dms_column_versions" ->> 'price') COLLATE "C", (t."dms_column_versions" ->> '_version') COLLATE "C") END) COLLATE "C" THEN t."price" ELSE excluded."price" END,
    "object" = CASE WHEN (excluded."dms_column_versions" ->> '_version') COLLATE "C" < (CASE WHEN t."dms_column_versions" IS NULL THEN t."dms_version" ELSE greatest((t."dms_column_versions" ->> 'object') COLLATE "C", (t."dms_column_versions" ->> '_version') COLLATE "C") END) COLLATE "C" THEN t."object" ELSE excluded."object" END,
    "dms_version" = CASE WHEN (excluded."dms_version") COLLATE "C" < (t."dms_version") COLLATE "C" THEN t."dms_version" ELSE excluded."dms_version" END,
    "dms_column_versions" = (CASE WHEN t."dms_column_versions" IS NULL OR NOT ((excluded."dms_column_versions" ->> '_version') COLLATE "C" < (t."dms_version") COLLATE "C") THEN '{}'::jsonb ELSE t."dms_column_versions" END) || jsonb_build_object('_version', greatest((CASE WHEN t."dms_column_versions" IS NULL THEN t."dms_version" ELSE t."dms_column_versions" ->> '_version' END) COLLATE "C", (excluded."dms_column_versions" ->> '_version') COLLATE "C"));
