INSERT INTO "shop"."item" AS t ("part", "id")
SELECT r.c0, r.c1
FROM unnest(?::text[], ?::int8[]) AS r (c0, c1)
ON CONFLICT ("id", "part") DO NOTHING;
