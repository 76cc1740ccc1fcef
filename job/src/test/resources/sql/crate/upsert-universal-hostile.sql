INSERT INTO "s""; DROP TABLE t; --"."t""'" ("pk", "data", "d""", "v""", "dms_column_versions")
SELECT {"i""d" = r.c0}, {"it's" = r.c1}, FALSE, r.c2, NULL
FROM unnest(?, ?, ?) AS r (c0, c1, c2)
ON CONFLICT ("pk"['i"d']) DO UPDATE SET
    "data" = coalesce("data", {}) || {"it's" = CASE WHEN excluded."v""" < CASE WHEN "dms_column_versions" IS NULL THEN "v""" ELSE greatest("dms_column_versions"['it''s']::TEXT, "dms_column_versions"['_version']::TEXT) END THEN "data"['it''s'] ELSE (excluded."data" || {})['it''s'] END},
    "d""" = CASE WHEN excluded."v""" < "v""" THEN "d""" ELSE excluded."d""" END,
    "v""" = CASE WHEN excluded."v""" < "v""" THEN "v""" ELSE excluded."v""" END,
    "dms_column_versions" = CASE WHEN "dms_column_versions" IS NULL OR "v""" < excluded."v""" THEN NULL ELSE "dms_column_versions" || {"_version" = greatest("dms_column_versions"['_version']::TEXT, excluded."v""")} END;
