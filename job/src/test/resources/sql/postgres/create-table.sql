CREATE SCHEMA IF NOT EXISTS "shop";
CREATE TABLE IF NOT EXISTS "shop"."item" (
    "id" BIGINT,
    "part" TEXT,
    "flag" BOOLEAN,
    "small" SMALLINT,
    "int" INTEGER,
    "price" NUMERIC(18, 4),
    "real" REAL,
    "double" DOUBLE PRECISION,
    "large" TEXT,
    "short" VARCHAR(40),
    "fixed" CHAR(2),
    "zoned" TIMESTAMP WITH TIME ZONE,
    "local" TIMESTAMP WITHOUT TIME ZONE,
    "object" JSONB,
    "other" UUID,
    "dms_version" TEXT COLLATE "C",
    "dms_column_versions" JSONB,
    PRIMARY KEY ("id", "part")
);
