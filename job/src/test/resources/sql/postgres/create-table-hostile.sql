CREATE SCHEMA IF NOT EXISTS "s""; DROP TABLE t; --";
CREATE TABLE IF NOT EXISTS "s""; DROP TABLE t; --"."t""'" (
    "i""d" BIGINT,
    "it's" TEXT,
    "v""" TEXT COLLATE "C",
    "dms_column_versions" JSONB,
    "d""" BOOLEAN,
    PRIMARY KEY ("i""d")
);
