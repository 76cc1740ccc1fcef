UPDATE "s""; DROP TABLE t; --"."t""'" SET "i""d" = ?::BIGINT, "it's" = ? WHERE "i""d" = ?::BIGINT AND "_seq_no" = ?::BIGINT AND "_primary_term" = ?::BIGINT;
