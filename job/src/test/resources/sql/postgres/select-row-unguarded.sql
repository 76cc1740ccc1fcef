SELECT "part"::TEXT, "id"::TEXT, "price"::TEXT, "object"::TEXT, '', '', '', '', '', xmin::TEXT, '' FROM "shop"."item" WHERE "part" = ?::TEXT AND "id" = ?::BIGINT;
