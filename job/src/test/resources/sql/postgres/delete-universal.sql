DELETE FROM "shop"."item" WHERE "pk" = jsonb_build_object('part', ?::TEXT, 'id', ?::BIGINT);
