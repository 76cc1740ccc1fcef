ALTER TABLE "shop"."item" ADD COLUMN "dms_version" TEXT INDEX OFF;
