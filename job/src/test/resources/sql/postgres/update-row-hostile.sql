UPDATE "s""; DROP TABLE t; --"."t""'" SET "i""d" = ?::BIGINT, "it's" = ?::TEXT WHERE "i""d" = ?::BIGINT AND xmin::TEXT = ? AND ''::TEXT = ?;
