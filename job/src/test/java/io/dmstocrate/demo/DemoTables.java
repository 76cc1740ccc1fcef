package io.dmstocrate.demo;

import static io.dmstocrate.demo.DemoTable.LARGE_OBJECT;

import java.util.List;

/** The tables of the demo: a small shop, and the control tables of DMS. */
final class DemoTables {

    static final DemoTable CUSTOMER =
            DemoTable.of("shop", "customer", false)
                    .withKey("id")
                    .with("id", "INT64", false)
                    .withText("name", 80, false)
                    .withText("email", 120, true)
                    .with("vip", "BOOL", true)
                    .with("loyalty_points", "INT64", true)
                    .with("registered_at", "TIMESTAMP", true);

    /** Once the source has added a column. */
    static final DemoTable CUSTOMER_WITH_LANGUAGE = CUSTOMER.withText("language", 8, true);

    static final DemoTable PRODUCT =
            DemoTable.of("shop", "product", true)
                    .withKey("sku")
                    .withText("sku", 32, false)
                    .withText("title", 200, true)
                    .withNumber("price", 12, 2)
                    .with("weight", "DOUBLE", true)
                    .with("attributes", LARGE_OBJECT, true)
                    .with("description", LARGE_OBJECT, true);

    static final DemoTable PURCHASE_ORDER =
            DemoTable.of("shop", "purchase_order", true)
                    .withKey("id")
                    .with("id", "INT64", false)
                    .with("customer_id", "INT64", true)
                    .withText("status", 16, true)
                    .with("ordered_at", "TIMESTAMP", true)
                    .withNumber("total", 14, 2)
                    .with("note", LARGE_OBJECT, true);

    static final DemoTable ORDER_LINE =
            DemoTable.of("shop", "order_line", true)
                    .withKey("order_id", "line_no")
                    .with("order_id", "INT64", false)
                    .with("line_no", "INT16", false)
                    .withText("sku", 32, true)
                    .with("quantity", "INT32", true)
                    .withNumber("unit_price", 12, 2);

    static final DemoTable PROMOTION =
            DemoTable.of("shop", "promotion", false)
                    .withKey("code")
                    .withText("code", 24, false)
                    .with("starts_on", "DATE32", true)
                    .with("ends_on", "DATE32", true)
                    .with("discount", "FLOAT", true)
                    .with("active", "BOOL", true);

    /** Without a key, and so without large objects, updates and deletes. */
    static final DemoTable STOCK_MOVEMENT =
            DemoTable.of("shop", "stock_movement", false)
                    .with("happened_at", "TIMESTAMP", true)
                    .withText("sku", 32, true)
                    .withText("warehouse", 16, true)
                    .with("quantity", "INT32", true);

    static final DemoTable STATUS =
            DemoTable.of("", "awsdms_status", false)
                    .withKey("server_name", "task_name")
                    .withText("server_name", 128, false)
                    .withText("task_name", 128, false)
                    .withText("task_status", 32, true)
                    .with("status_time", "TIMESTAMP", true)
                    .with("pending_changes", "INT64", true)
                    .with("disk_swap_size", "INT64", true)
                    .with("task_memory", "INT64", true)
                    .withText("source_current_position", 128, true)
                    .with("source_current_timestamp", "TIMESTAMP", true)
                    .withText("source_tail_position", 128, true)
                    .with("source_tail_timestamp", "TIMESTAMP", true)
                    .with("source_timestamp_applied", "TIMESTAMP", true);

    static final DemoTable SUSPENDED_TABLES =
            DemoTable.of("", "awsdms_suspended_tables", false)
                    .withKey("server_name", "task_name", "table_owner", "table_name")
                    .withText("server_name", 128, false)
                    .withText("task_name", 128, false)
                    .withText("table_owner", 128, false)
                    .withText("table_name", 128, false)
                    .withText("suspend_reason", 32, true)
                    .with("suspend_timestamp", "TIMESTAMP", true);

    static final DemoTable APPLY_EXCEPTIONS = exceptions("awsdms_apply_exceptions");

    static final DemoTable FULL_LOAD_EXCEPTIONS = exceptions("awsdms_full_load_exceptions");

    /** In the order in which the task loads them. */
    static final List<DemoTable> SHOP =
            List.of(CUSTOMER, PRODUCT, PURCHASE_ORDER, ORDER_LINE, PROMOTION, STOCK_MOVEMENT);

    static final List<DemoTable> CONTROL =
            List.of(STATUS, SUSPENDED_TABLES, APPLY_EXCEPTIONS, FULL_LOAD_EXCEPTIONS);

    private DemoTables() {}

    private static DemoTable exceptions(String name) {
        return DemoTable.of("", name, false)
                .withText("TASK_NAME", 128, false)
                .withText("TABLE_OWNER", 128, false)
                .withText("TABLE_NAME", 128, false)
                .with("ERROR_TIME", "TIMESTAMP", false)
                .with("STATEMENT", LARGE_OBJECT, false)
                .with("ERROR", LARGE_OBJECT, false);
    }
}
