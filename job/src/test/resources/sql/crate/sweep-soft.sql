UPDATE "shop"."item" SET "dms_deleted" = TRUE WHERE "id" = ?::BIGINT AND "part" = ? AND "_seq_no" = ?::BIGINT AND "_primary_term" = ?::BIGINT;
