ALTER TABLE "shop"."item" ADD COLUMN IF NOT EXISTS "dms_column_versions" JSONB;
