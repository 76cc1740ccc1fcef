CREATE TABLE IF NOT EXISTS "shop"."item" (
    "pk" OBJECT(STRICT) AS ("id" BIGINT, "part" TEXT),
    "data" OBJECT(DYNAMIC) AS ("flag" BOOLEAN, "small" SMALLINT, "int" INTEGER, "price" NUMERIC(18, 4), "real" REAL, "double" DOUBLE PRECISION, "large" TEXT INDEX OFF STORAGE WITH (columnstore = false), "short" VARCHAR(40), "fixed" CHAR(2), "zoned" TIMESTAMP WITH TIME ZONE, "local" TIMESTAMP WITHOUT TIME ZONE, "object" OBJECT(DYNAMIC), "other" UUID),
    "aux" OBJECT(IGNORED),
    "dms_version" TEXT INDEX OFF,
    "dms_column_versions" OBJECT(IGNORED),
    PRIMARY KEY ("pk"['id'], "pk"['part'])
);
