UPDATE "s""; DROP TABLE t; --"."t""'" SET "it's" = ? WHERE "i""d" = ?::BIGINT AND "_seq_no" = ?::BIGINT AND "_primary_term" = ?::BIGINT;
