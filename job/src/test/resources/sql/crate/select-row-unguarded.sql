SELECT "part", "id", "price", "object", '', '', '', '', '', "_seq_no", "_primary_term" FROM "shop"."item" WHERE "part" = ? AND "id" = ?::BIGINT;
