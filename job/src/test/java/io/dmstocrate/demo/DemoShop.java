package io.dmstocrate.demo;

import static io.dmstocrate.demo.DemoTables.CUSTOMER;
import static io.dmstocrate.demo.DemoTables.CUSTOMER_WITH_LANGUAGE;
import static io.dmstocrate.demo.DemoTables.ORDER_LINE;
import static io.dmstocrate.demo.DemoTables.PRODUCT;
import static io.dmstocrate.demo.DemoTables.PROMOTION;
import static io.dmstocrate.demo.DemoTables.PURCHASE_ORDER;
import static io.dmstocrate.demo.DemoTables.STOCK_MOVEMENT;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The life of the shop: what it had, and what its customers and staff then do. Always the same. */
final class DemoShop {

    private static final List<String> NAMES =
            List.of(
                    "Ada Nowak",
                    "Žofie Dvořáková",
                    "山田 花子",
                    "Ελένη Παππά",
                    "Conor O'Brien",
                    "Zoë \"Zed\" Faßbinder",
                    "Иван Петров",
                    "Amélie Dubois",
                    "سارة حداد",
                    "Ola 🚲 Berg");
    private static final List<String> THINGS =
            List.of(
                    "Bell",
                    "Chain",
                    "Saddle",
                    "Pump",
                    "Helmet",
                    "Light",
                    "Tyre",
                    "Bottle",
                    "Lock",
                    "Glöckchen",
                    "自転車");
    private static final List<String> LANGUAGES = List.of("de", "en", "fr", "cs", "pt-BR");
    private static final List<String> STATUSES = List.of("open", "paid", "sent", "done");

    private final DemoDatabase database = new DemoDatabase();
    private final Random random;
    private final Instant start;
    private DemoTable customer = CUSTOMER;
    private long nextCustomer = 1;
    private long nextOrder = 100_001;
    private int nextProduct = 1;
    private int nextPromotion = 1;

    DemoShop(Random random, Instant start) {
        this.random = random;
        this.start = start;
    }

    DemoDatabase database() {
        return database;
    }

    DemoTable customerTable() {
        return customer;
    }

    /** What is there before DMS comes. */
    void open() {
        for (int number = 0; number < 300; number++) {
            database.seed(CUSTOMER, newCustomer());
        }
        for (int number = 0; number < 180; number++) {
            database.seed(PRODUCT, newProduct());
        }
        for (int number = 0; number < 400; number++) {
            long order = nextOrder++;
            BigDecimal total = BigDecimal.ZERO;
            int lines = 1 + random.nextInt(3);
            for (int line = 1; line <= lines; line++) {
                Map<String, Object> product = any(PRODUCT);
                long quantity = 1L + random.nextInt(5);
                BigDecimal price = (BigDecimal) product.get("price");
                total = total.add(price.multiply(BigDecimal.valueOf(quantity)));
                database.seed(ORDER_LINE, order, (long) line, product.get("sku"), quantity, price);
            }
            database.seed(
                    PURCHASE_ORDER,
                    order,
                    any(CUSTOMER).get("id"),
                    pick(STATUSES),
                    time(-random.nextInt(9_000_000)),
                    total,
                    random.nextInt(4) == 0 ? "please ring\nthen wait \\ \"twice\"" : null);
        }
        for (int number = 0; number < 36; number++) {
            database.seed(PROMOTION, newPromotion());
        }
        for (int number = 0; number < 240; number++) {
            Object[] movement = newMovement(-random.nextInt(9_000_000));
            database.seed(STOCK_MOVEMENT, movement);
            if (number % 60 == 0) {
                // Without a key, two equal rows are two rows.
                database.seed(STOCK_MOVEMENT, movement);
            }
        }
    }

    /** One transaction of everyday life. */
    void live(long micros, boolean stockMoves) {
        int dice = random.nextInt(100);
        if (dice < 26) {
            buy(micros, stockMoves);
        } else if (dice < 44) {
            proceed();
        } else if (dice < 58) {
            changeProduct();
        } else if (dice < 72) {
            changeCustomer(any(customer));
        } else if (dice < 78) {
            database.insert(customer, newCustomer());
        } else if (dice < 83) {
            database.insert(PRODUCT, newProduct());
        } else if (dice < 88) {
            cancel();
        } else if (dice < 91) {
            replaceCustomer();
        } else if (dice < 94) {
            renameProduct();
        } else if (dice < 97) {
            renumberLine();
        } else {
            changePromotions();
        }
        database.commit(micros);
    }

    /** Two transactions that are committed in the same microsecond and change the same row. */
    void hurry(long micros) {
        Map<String, Object> row = any(customer);
        for (int turn = 0; turn < 2; turn++) {
            database.update(
                    customer,
                    database.row(customer, row.get("id")),
                    Map.of("loyalty_points", points()));
            database.commit(micros);
        }
    }

    /** The source's table gets a column, of which the log tells nothing. */
    void addLanguage() {
        customer = CUSTOMER_WITH_LANGUAGE;
    }

    private void buy(long micros, boolean stockMoves) {
        long order = nextOrder++;
        BigDecimal total = BigDecimal.ZERO;
        int lines = 1 + random.nextInt(3);
        List<Runnable> later = new ArrayList<>();
        for (int line = 1; line <= lines; line++) {
            Map<String, Object> product = any(PRODUCT);
            long quantity = 1L + random.nextInt(5);
            BigDecimal price = (BigDecimal) product.get("price");
            total = total.add(price.multiply(BigDecimal.valueOf(quantity)));
            long number = line;
            later.add(
                    () ->
                            database.insert(
                                    ORDER_LINE,
                                    order,
                                    number,
                                    product.get("sku"),
                                    quantity,
                                    price));
            if (stockMoves) {
                String at = text(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
                later.add(
                        () ->
                                database.insert(
                                        STOCK_MOVEMENT,
                                        at,
                                        product.get("sku"),
                                        "north",
                                        -quantity));
            }
        }
        database.insert(
                PURCHASE_ORDER,
                order,
                any(customer).get("id"),
                "open",
                text(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)),
                BigDecimal.ZERO.setScale(2),
                random.nextInt(3) == 0 ? "" : null);
        later.forEach(Runnable::run);
        database.update(
                PURCHASE_ORDER,
                database.row(PURCHASE_ORDER, order),
                Map.of("total", total),
                Set.of("note"));
    }

    private void proceed() {
        Map<String, Object> order = any(PURCHASE_ORDER);
        int next = STATUSES.indexOf(order.get("status")) + 1;
        database.update(
                PURCHASE_ORDER,
                order,
                Map.of("status", STATUSES.get(Math.min(next, STATUSES.size() - 1))),
                Set.of("note"));
    }

    private void changeProduct() {
        Map<String, Object> product = any(PRODUCT);
        if (random.nextInt(4) == 0) {
            database.update(
                    PRODUCT,
                    product,
                    Map.of("description", description(), "attributes", attributes()));
        } else {
            database.update(
                    PRODUCT,
                    product,
                    Map.of("price", price()),
                    Set.of("description", "attributes"));
        }
    }

    private void changeCustomer(Map<String, Object> row) {
        Map<String, Object> changes = new HashMap<>();
        changes.put("loyalty_points", points());
        changes.put(
                "email",
                random.nextInt(3) == 0 ? null : "c" + random.nextInt(9999) + "@example.org");
        if (customer.columns().containsKey("language")) {
            changes.put("language", pick(LANGUAGES));
        }
        database.update(customer, row, changes);
    }

    private void cancel() {
        Map<String, Object> order = any(PURCHASE_ORDER);
        List<Map<String, Object>> lines =
                database.rows(ORDER_LINE).stream()
                        .filter(line -> line.get("order_id").equals(order.get("id")))
                        .toList();
        lines.forEach(line -> database.delete(ORDER_LINE, line));
        database.delete(PURCHASE_ORDER, order);
    }

    /** A customer goes, and comes back with less to tell. */
    private void replaceCustomer() {
        Map<String, Object> row = any(customer);
        database.delete(customer, row);
        if (random.nextInt(3) > 0) {
            Object[] values = newCustomer();
            values[0] = row.get("id");
            values[2] = null;
            values[4] = null;
            database.insert(customer, values);
        }
    }

    /** A product gets another number, and sometimes a new one gets its old number. */
    private void renameProduct() {
        Map<String, Object> product = any(PRODUCT);
        String sku = (String) product.get("sku");
        String newSku = sku + "-B";
        while (database.row(PRODUCT, newSku) != null) {
            newSku += "B";
        }
        database.update(PRODUCT, product, Map.of("sku", newSku));
        if (random.nextBoolean()) {
            Object[] values = newProduct();
            values[0] = sku;
            database.insert(PRODUCT, values);
        }
    }

    private void renumberLine() {
        Map<String, Object> line = any(ORDER_LINE);
        long number = (long) line.get("line_no") + 10;
        if (database.row(ORDER_LINE, line.get("order_id"), number) == null) {
            database.update(ORDER_LINE, line, Map.of("line_no", number));
        } else {
            database.delete(ORDER_LINE, line);
        }
    }

    private void changePromotions() {
        Map<String, Object> promotion = any(PROMOTION);
        switch (random.nextInt(3)) {
            case 0 ->
                    database.update(
                            PROMOTION, promotion, Map.of("code", "SALE-" + nextPromotion++ + "-新"));
            case 1 -> database.update(PROMOTION, promotion, Map.of("active", random.nextBoolean()));
            default -> database.insert(PROMOTION, newPromotion());
        }
    }

    private Object[] newCustomer() {
        long id = nextCustomer++;
        Object[] values = {
            id,
            pick(NAMES),
            random.nextInt(5) == 0 ? null : "c" + id + "@example.org",
            random.nextInt(6) == 0 ? null : random.nextBoolean(),
            points(),
            time(-random.nextInt(90_000_000)),
            null
        };
        values[6] = random.nextInt(4) == 0 ? null : pick(LANGUAGES);
        return customer.columns().size() == 7 ? values : Arrays.copyOf(values, 6);
    }

    private Object[] newProduct() {
        int number = nextProduct++;
        return new Object[] {
            String.format("P-%05d", number),
            pick(THINGS) + " " + number,
            price(),
            random.nextInt(5) == 0
                    ? BigDecimal.valueOf(random.nextInt(50))
                    : BigDecimal.valueOf(1 + random.nextInt(50_000), 3),
            attributes(),
            random.nextInt(3) == 0 ? null : description()
        };
    }

    private Object[] newPromotion() {
        LocalDate from = LocalDate.of(2031, 1, 1).plusDays(random.nextInt(300));
        return new Object[] {
            "SALE-" + nextPromotion++,
            from.toString(),
            random.nextInt(4) == 0 ? null : from.plusDays(14).toString(),
            // What DMS makes of 2.2 and 12.5 in four bytes.
            random.nextBoolean() ? new BigDecimal("2.20000005") : new BigDecimal("12.5"),
            random.nextBoolean()
        };
    }

    private Object[] newMovement(int secondsFromStart) {
        return new Object[] {
            time(secondsFromStart),
            any(PRODUCT).get("sku"),
            random.nextBoolean() ? "north" : "south",
            (long) random.nextInt(100)
        };
    }

    private Map<String, Object> any(DemoTable table) {
        List<Map<String, Object>> rows = List.copyOf(database.rows(table));
        return rows.get(random.nextInt(rows.size()));
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private BigDecimal price() {
        return BigDecimal.valueOf(99 + random.nextInt(50_000), 2)
                .setScale(2, RoundingMode.UNNECESSARY);
    }

    /** Now and then more than a double can hold exactly. */
    private Object points() {
        return switch (random.nextInt(12)) {
            case 0 -> 9_007_199_254_740_993L + random.nextInt(1000);
            case 1 -> Long.MAX_VALUE - random.nextInt(1000);
            case 2 -> null;
            default -> (long) random.nextInt(5000);
        };
    }

    private String attributes() {
        return String.format(
                "{\"color\": \"%s\", \"sizes\": [%d, %d], \"eco\": %b}",
                random.nextBoolean() ? "grün" : "red",
                random.nextInt(9),
                10 + random.nextInt(9),
                random.nextBoolean());
    }

    private String description() {
        return "Nice \"" + pick(THINGS) + "\" – für jeden Tag.";
    }

    private String time(int secondsFromStart) {
        Instant time = start.plusSeconds(secondsFromStart);
        return text(
                random.nextInt(3) == 0 ? time : time.plusNanos(1000L * random.nextInt(1_000_000)));
    }

    /** As DMS writes times: six digits, or none where they would be zeros. */
    static String text(Instant time) {
        long micros = time.get(ChronoField.MICRO_OF_SECOND);
        String whole = time.truncatedTo(ChronoUnit.SECONDS).toString();
        return micros == 0 ? whole : whole.replace("Z", String.format(".%06dZ", micros));
    }
}
