CREATE SCHEMA IF NOT EXISTS "s""; DROP TABLE t; --";
CREATE TABLE IF NOT EXISTS "s""; DROP TABLE t; --"."t""'" (
    "pk" JSONB,
    "data" JSONB,
    "aux" JSONB,
    "v""" TEXT COLLATE "C",
    "dms_column_versions" JSONB,
    "d""" BOOLEAN,
    PRIMARY KEY ("pk")
);
COMMENT ON TABLE "s""; DROP TABLE t; --"."t""'" IS E'universal layout of dms-to-crate
pk bigint i"d
data text it''s';
