INSERT INTO "shop"."item" ("part", "id")
SELECT r.c0, r.c1
FROM unnest(?, ?) AS r (c0, c1)
ON CONFLICT ("id", "part") DO NOTHING;
