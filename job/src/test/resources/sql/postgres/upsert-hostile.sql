INSERT INTO "s""; DROP TABLE t; --"."t""'" AS t ("i""d", "it's", "d""", "v""")
SELECT r.c0, r.c1, FALSE, r.c2
FROM unnest(?::int8[], ?::text[], ?::text[]) AS r (c0, c1, c2)
ON CONFLICT ("i""d") DO UPDATE SET
    "it's" = excluded."it's",
    "d""" = excluded."d""",
    "v""" = excluded."v"""
WHERE (excluded."v""" COLLATE "C" < t."v""" COLLATE "C") IS NOT TRUE;
