UPDATE "shop"."item" SET "dms_deleted" = TRUE WHERE "dms_version" < ? AND right("dms_version", 9) < ? AND ("dms_deleted" IS NULL OR NOT "dms_deleted");
