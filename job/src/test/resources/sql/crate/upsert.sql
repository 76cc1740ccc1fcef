INSERT INTO "shop"."item" ("id", "part", "flag", "small", "int", "price", "real", "double", "large", "short", "fixed", "zoned", "local", "object", "other", "dms_version")
SELECT r.c0, r.c1, r.c2, r.c3, r.c4, r.c5::NUMERIC(18, 4), r.c6, r.c7, r.c8, r.c9, r.c10, r.c11::TIMESTAMP WITH TIME ZONE, r.c12::TIMESTAMP WITHOUT TIME ZONE, r.c13::OBJECT, r.c14::UUID, r.c15
FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS r (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15)
ON CONFLICT ("id", "part") DO UPDATE SET
    "flag" = CASE WHEN excluded."dms_version" < "dms_version" THEN "flag" ELSE excluded."flag" END,
    "small" = CASE WHEN excluded."dms_version" < "dms_version" THEN "small" ELSE excluded."small" END,
    "int" = CASE WHEN excluded."dms_version" < "dms_version" THEN "int" ELSE excluded."int" END,
    "price" = CASE WHEN excluded."dms_version" < "dms_version" THEN "price" ELSE excluded."price" END,
    "real" = CASE WHEN excluded."dms_version" < "dms_version" THEN "real" ELSE excluded."real" END,
    "double" = CASE WHEN excluded."dms_version" < "dms_version" THEN "double" ELSE excluded."double" END,
    "large" = CASE WHEN excluded."dms_version" < "dms_version" THEN "large" ELSE excluded."large" END,
    "short" = CASE WHEN excluded."dms_version" < "dms_version" THEN "short" ELSE excluded."short" END,
    "fixed" = CASE WHEN excluded."dms_version" < "dms_version" THEN "fixed" ELSE excluded."fixed" END,
    "zoned" = CASE WHEN excluded."dms_version" < "dms_version" THEN "zoned" ELSE excluded."zoned" END,
    "local" = CASE WHEN excluded."dms_version" < "dms_version" THEN "local" ELSE excluded."local" END,
    "object" = CASE WHEN excluded."dms_version" < "dms_version" THEN "object" ELSE excluded."object" END,
    "other" = CASE WHEN excluded."dms_version" < "dms_version" THEN "other" ELSE excluded."other" END,
    "dms_version" = CASE WHEN excluded."dms_version" < "dms_version" THEN "dms_version" ELSE excluded."dms_version" END;
