INSERT INTO "s""; DROP TABLE t; --"."t""'" AS t ("pk", "data", "d""", "v""")
SELECT jsonb_build_object('i"d', r.c0::BIGINT), jsonb_build_object('it''s', r.c1::TEXT), FALSE, r.c2
FROM unnest(?::int8[], ?::text[], ?::text[]) AS r (c0, c1, c2)
ON CONFLICT ("pk") DO UPDATE SET
    "data" = coalesce(t."data", '{}'::jsonb) || excluded."data",
    "d""" = excluded."d""",
    "v""" = excluded."v"""
WHERE (excluded."v""" COLLATE "C" < t."v""" COLLATE "C") IS NOT TRUE;
