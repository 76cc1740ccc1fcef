CREATE TABLE IF NOT EXISTS "s""; DROP TABLE t; --"."t""'" (
    "i""d" BIGINT,
    "it's" TEXT,
    "v""" TEXT INDEX OFF,
    "dms_column_versions" OBJECT(IGNORED),
    "d""" BOOLEAN,
    PRIMARY KEY ("i""d")
);
