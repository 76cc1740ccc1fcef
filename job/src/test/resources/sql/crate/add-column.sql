ALTER TABLE "shop"."item" ADD COLUMN "price" NUMERIC(18, 4);
