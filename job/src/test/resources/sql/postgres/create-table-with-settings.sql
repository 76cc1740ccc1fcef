CREATE SCHEMA IF NOT EXISTS "shop";
CREATE TABLE IF NOT EXISTS "shop"."item" (
    "part" TEXT,
    "id" BIGINT,
    "price" NUMERIC(18, 4),
    "object" JSONB,
    "dms_version" TEXT COLLATE "C",
    "dms_column_versions" JSONB,
    "dms_deleted" BOOLEAN,
    PRIMARY KEY ("id", "part")
);
