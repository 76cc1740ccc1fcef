ALTER TABLE "shop"."item" ADD COLUMN "data"['price'] NUMERIC(18, 4);
