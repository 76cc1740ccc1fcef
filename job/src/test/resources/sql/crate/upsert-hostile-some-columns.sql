INSERT INTO "s""; DROP TABLE t; --"."t""'" ("i""d", "it's", "d""", "v""", "dms_column_versions")
SELECT r.c0, r.c1, FALSE, r.c2, r.c3::OBJECT
FROM unnest(?, ?, ?, ?) AS r (c0, c1, c2, c3)
ON CONFLICT ("i""d") DO UPDATE SET
    "it's" = CASE WHEN ({"it's" = NULL::TEXT} || excluded."dms_column_versions")['it''s']::TEXT < CASE WHEN "dms_column_versions" IS NULL THEN "v""" ELSE greatest("dms_column_versions"['it''s']::TEXT, "dms_column_versions"['_version']::TEXT) END THEN "it's" ELSE excluded."it's" END,
    "d""" = CASE WHEN excluded."v""" < "v""" THEN "d""" ELSE excluded."d""" END,
    "v""" = CASE WHEN excluded."v""" < "v""" THEN "v""" ELSE excluded."v""" END,
    "dms_column_versions" = (CASE WHEN "dms_column_versions" IS NULL OR NOT (({"_version" = NULL::TEXT} || excluded."dms_column_versions")['_version']::TEXT < "v""") THEN {} ELSE "dms_column_versions" END) || {"_version" = greatest(CASE WHEN "dms_column_versions" IS NULL THEN "v""" ELSE "dms_column_versions"['_version']::TEXT END, ({"_version" = NULL::TEXT} || excluded."dms_column_versions")['_version']::TEXT), "it's" = greatest(CASE WHEN "dms_column_versions" IS NULL THEN "v""" ELSE greatest("dms_column_versions"['it''s']::TEXT, "dms_column_versions"['_version']::TEXT) END, ({"it's" = NULL::TEXT} || excluded."dms_column_versions")['it''s']::TEXT)};
