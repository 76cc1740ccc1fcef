INSERT INTO "shop"."item" ("id", "part", "flag", "small", "int", "price", "real", "double", "large", "short", "fixed", "zoned", "local", "object", "other", "dms_version")
SELECT r.c0, r.c1, r.c2, r.c3, r.c4, r.c5::NUMERIC(18, 4), r.c6, r.c7, r.c8, r.c9, r.c10, r.c11::TIMESTAMP WITH TIME ZONE, r.c12::TIMESTAMP WITHOUT TIME ZONE, r.c13::OBJECT, r.c14::UUID, r.c15
FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS r (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15)
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
    "dms_version" = CASE WHEN "dms_column_versions" IS NULL AND (excluded."dms_version" < "dms_version") IS NOT TRUE THEN excluded."dms_version" ELSE (1 / (length(excluded."dms_version") * 0))::TEXT END;
