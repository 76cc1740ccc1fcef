CREATE TABLE IF NOT EXISTS "s""; DROP TABLE t; --"."t""'" (
    "pk" OBJECT(STRICT) AS ("i""d" BIGINT),
    "data" OBJECT(DYNAMIC) AS ("it's" TEXT),
    "aux" OBJECT(IGNORED),
    "v""" TEXT INDEX OFF,
    "dms_column_versions" OBJECT(IGNORED),
    "d""" BOOLEAN,
    PRIMARY KEY ("pk"['i"d'])
);
