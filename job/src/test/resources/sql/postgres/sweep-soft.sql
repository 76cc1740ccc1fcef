UPDATE "shop"."item" SET "dms_deleted" = TRUE WHERE "dms_version" COLLATE "C" < ? AND right("dms_version", 9) COLLATE "C" < ? AND "dms_deleted" IS NOT TRUE;
