INSERT INTO "shop"."item" AS t ("id", "part", "flag", "small", "int", "price", "real", "double", "large", "short", "fixed", "zoned", "local", "object", "other", "dms_version")
SELECT r.c0, r.c1, r.c2, r.c3, r.c4, r.c5::NUMERIC, r.c6, r.c7, r.c8, r.c9, r.c10, r.c11::TIMESTAMPTZ, r.c12::TIMESTAMP, r.c13::JSONB, r.c14::UUID, r.c15
FROM unnest(?::int8[], ?::text[], ?::bool[], ?::int8[], ?::int8[], ?::text[], ?::float8[], ?::float8[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) AS r (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15)
ON CONFLICT ("id", "part") DO UPDATE SET
    "flag" = excluded."flag",
    "small" = excluded."small",
    "int" = excluded."int",
    "price" = excluded."price",
    "real" = excluded."real",
    "double" = excluded."double",
    "large" = excluded."large",
    "short" = excluded."short",
    "fixed" = excluded."fixed",
    "zoned" = excluded."zoned",
    "local" = excluded."local",
    "object" = excluded."object",
    "other" = excluded."other",
    "dms_version" = excluded."dms_version"
WHERE (excluded."dms_version" COLLATE "C" < t."dms_version" COLLATE "C") IS NOT TRUE;
