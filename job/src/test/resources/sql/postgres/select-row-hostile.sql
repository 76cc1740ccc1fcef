SELECT "i""d"::TEXT, "it's"::TEXT, "v""", xmin::TEXT, '' FROM "s""; DROP TABLE t; --"."t""'" WHERE "i""d" = ?::BIGINT;
