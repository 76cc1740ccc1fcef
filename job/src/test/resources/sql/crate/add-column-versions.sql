ALTER TABLE "shop"."item" ADD COLUMN "dms_column_versions" OBJECT(IGNORED);
