SELECT "i""d", "it's", "v""", "_seq_no", "_primary_term" FROM "s""; DROP TABLE t; --"."t""'" WHERE "i""d" = ?::BIGINT;
