CREATE TABLE IF NOT EXISTS "shop"."item" (
    "part" TEXT,
    "id" BIGINT,
    "price" NUMERIC(18, 4),
    "object" OBJECT(DYNAMIC),
    "dms_version" TEXT INDEX OFF,
    "dms_column_versions" OBJECT(IGNORED),
    "dms_deleted" BOOLEAN,
    PRIMARY KEY ("id", "part")
)
CLUSTERED INTO 6 SHARDS
PARTITIONED BY ("part")
WITH (number_of_replicas = '0-1', column_policy = 'dynamic');
