INSERT INTO "s""; DROP TABLE t; --"."t""'" ("i""d", "it's", "d""", "v""")
SELECT r.c0, r.c1, FALSE, r.c2
FROM unnest(?, ?, ?) AS r (c0, c1, c2)
ON CONFLICT ("i""d") DO UPDATE SET
    "it's" = CASE WHEN excluded."v""" < "v""" THEN "it's" ELSE excluded."it's" END,
    "d""" = CASE WHEN excluded."v""" < "v""" THEN "d""" ELSE excluded."d""" END,
    "v""" = CASE WHEN excluded."v""" < "v""" THEN "v""" ELSE excluded."v""" END;
