DELETE FROM "shop"."item" WHERE "id" = ?::BIGINT AND "part" = ? AND "_seq_no" = ?::BIGINT AND "_primary_term" = ?::BIGINT;
