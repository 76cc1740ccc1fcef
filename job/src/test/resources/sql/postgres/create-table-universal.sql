CREATE SCHEMA IF NOT EXISTS "shop";
CREATE TABLE IF NOT EXISTS "shop"."item" (
    "pk" JSONB,
    "data" JSONB,
    "aux" JSONB,
    "dms_version" TEXT COLLATE "C",
    "dms_column_versions" JSONB,
    PRIMARY KEY ("pk")
);
COMMENT ON TABLE "shop"."item" IS E'universal layout of dms-to-crate
pk bigint id
pk text part
data boolean flag
data smallint small
data integer int
data numeric(18,4) price
data real real
data double double
data large_text large
data varchar(40) short
data char(2) fixed
data timestamptz zoned
data timestamp local
data object object
data object other';
