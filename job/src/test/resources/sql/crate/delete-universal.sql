DELETE FROM "shop"."item" WHERE "pk"['part'] = ? AND "pk"['id'] = ?;
