INSERT INTO "shop"."item" ("id", "part", "flag", "small", "int", "price", "real", "double", "large", "short", "fixed", "zoned", "local", "object", "other", "dms_version")
VALUES (?, ?, ?, ?, ?, ?::NUMERIC(18, 4), ?, ?, ?, ?, ?, ?::TIMESTAMP WITH TIME ZONE, ?::TIMESTAMP WITHOUT TIME ZONE, ?::OBJECT, ?::UUID, ?)
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
