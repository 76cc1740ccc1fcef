DELETE FROM "shop"."item" WHERE "dms_version" COLLATE "C" < ? AND right("dms_version", 9) COLLATE "C" < ?;
