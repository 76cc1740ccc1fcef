INSERT INTO "shop"."item" AS t ("part", "id", "price", "object")
SELECT r.c0, r.c1, r.c2::NUMERIC, r.c3::JSONB
FROM unnest(?::text[], ?::int8[], ?::text[], ?::text[]) AS r (c0, c1, c2, c3)
ON CONFLICT ("id", "part") DO UPDATE SET
    "price" = excluded."price",
    "object" = excluded."object";
