DELETE FROM "shop"."item" WHERE "part" = ? AND "id" = ?;
