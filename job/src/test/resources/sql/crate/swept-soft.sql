SELECT "id", "part", "_seq_no", "_primary_term" FROM "shop"."item" WHERE "dms_version" < ? AND right("dms_version", 9) < ? AND ("dms_deleted" IS NULL OR NOT "dms_deleted") LIMIT 20;
