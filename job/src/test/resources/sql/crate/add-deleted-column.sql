ALTER TABLE "shop"."item" ADD COLUMN "dms_deleted" BOOLEAN;
