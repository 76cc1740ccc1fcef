UPDATE "s""; DROP TABLE t; --"."t""'" SET "it's" = ?::TEXT WHERE "i""d" = ?::BIGINT AND xmin::TEXT = ? AND ''::TEXT = ?;
