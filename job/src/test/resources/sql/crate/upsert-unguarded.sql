INSERT INTO "shop"."item" ("part", "id", "price", "object")
SELECT r.c0, r.c1, r.c2::NUMERIC(18, 4), r.c3::OBJECT
FROM unnest(?, ?, ?, ?) AS r (c0, c1, c2, c3)
ON CONFLICT ("id", "part") DO UPDATE SET
    "price" = excluded."price",
    "object" = excluded."object";
