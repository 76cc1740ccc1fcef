INSERT INTO "s""; DROP TABLE t; --"."t""'" ("pk", "data", "d""", "v""")
SELECT {"i""d" = r.c0}, {"it's" = r.c1}, FALSE, r.c2
FROM unnest(?, ?, ?) AS r (c0, c1, c2)
ON CONFLICT ("pk"['i"d']) DO UPDATE SET
    "data" = CASE WHEN excluded."v""" < "v""" THEN "data" ELSE coalesce("data", {}) || excluded."data" END,
    "d""" = CASE WHEN excluded."v""" < "v""" THEN "d""" ELSE excluded."d""" END,
    "v""" = CASE WHEN excluded."v""" < "v""" THEN "v""" ELSE excluded."v""" END;
