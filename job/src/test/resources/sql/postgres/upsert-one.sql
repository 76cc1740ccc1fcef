INSERT INTO "shop"."item" AS t ("id", "part", "flag", "small", "int", "price", "real", "double", "large", "short", "fixed", "zoned", "local", "object", "other", "dms_version")
VALUES (?, ?, ?, ?, ?, ?::NUMERIC, ?, ?, ?, ?, ?, ?::TIMESTAMPTZ, ?::TIMESTAMP, ?::JSONB, ?::UUID, ?)
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
