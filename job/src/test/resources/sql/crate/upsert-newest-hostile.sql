INSERT INTO "s""; DROP TABLE t; --"."t""'" ("i""d", "it's", "d""", "v""")
SELECT r.c0, r.c1, FALSE, r.c2
FROM unnest(?, ?, ?) AS r (c0, c1, c2)
ON CONFLICT ("i""d") DO UPDATE SET
    "it's" = excluded."it's",
    "d""" = excluded."d""",
    "v""" = CASE WHEN "dms_column_versions" IS NULL AND (excluded."v""" < "v""") IS NOT TRUE THEN excluded."v""" ELSE (1 / (length(excluded."v""") * 0))::TEXT END;
