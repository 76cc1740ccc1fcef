REFRESH TABLE "shop"."item";
