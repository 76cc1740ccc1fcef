DELETE FROM "shop"."item" WHERE "dms_version" < ? AND right("dms_version", 9) < ?;
