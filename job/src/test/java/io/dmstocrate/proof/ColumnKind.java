package io.dmstocrate.proof;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The types of columns, as control records call them, and random values of each. */
enum ColumnKind {
    INT16("INT16", 0),
    INT32("INT32", 0),
    INT64("INT64", 0),
    NUMERIC("NUMERIC", 0),
    DOUBLE("REAL8", 0),
    BOOL("BOOL", 0),
    STRING("STRING", 200),
    /** A large object: PostgreSQL does not send one that has not changed. */
    CLOB("STRING", 0),
    JSON("STRING", 0),
    TIMESTAMP("TIMESTAMP", 0),
    DATE("DATE32", 0),
    TIME("TIME32", 0),
    BYTES("BINARY", 0);

    /** A value that the target rejects, where the story has such. */
    static final String POISON = "\u2620 no database takes this";

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "null",
                    "O'Reilly",
                    "\"quoted\" \\ back",
                    "'); DROP TABLE item; --",
                    "tab\tand\nline",
                    "\u00fcn\u00efc\u00f6d\u00e9 \u6f22\u5b57",
                    "\ud83d\ude80\ud83c\uddf1\ud83c\uddfb",
                    "\u202eright to left\u202c",
                    "e\u0301 is not \u00e9",
                    "{\"json\": [1, null]}",
                    "7",
                    "7.0",
                    "NaN",
                    "\u007f\u0085\u2028");

    private final String word;
    private final int length;

    ColumnKind(String word, int length) {
        this.word = word;
        this.length = length;
    }

    /** How a control record writes the column. */
    String definition() {
        return "{\"type\":\""
                + word
                + "\""
                + (length > 0 ? ",\"length\":" + length : "")
                + ",\"nullable\":true}";
    }

    boolean isLarge() {
        return this == CLOB || this == JSON;
    }

    /** A value of this type, whatever type the target gave its column. */
    Object comparable(Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        return switch (this) {
            case INT16, INT32, INT64, NUMERIC, DOUBLE -> Cell.canonical(new BigDecimal(text));
            case TIMESTAMP -> Instant.parse(text);
            case DATE -> LocalDate.parse(text).atStartOfDay();
            case BOOL, STRING, CLOB, JSON, TIME, BYTES -> text;
        };
    }

    Cell random(Dice dice) {
        if (dice.oneIn(5)) {
            return Cell.NULL;
        }
        return switch (this) {
            case INT16 -> Cell.number(Integer.toString(dice.between(-32768, 32767)));
            case INT32 -> Cell.number(Integer.toString(dice.between(-1_000_000, 1_000_000)));
            case INT64 ->
                    Cell.number(
                            dice.pick(
                                    Long.toString(dice.seed()),
                                    "0",
                                    "9223372036854775807",
                                    "-9223372036854775808",
                                    "9007199254740993"));
            case NUMERIC ->
                    Cell.number(
                            new BigDecimal(BigInteger.valueOf(dice.seed()), dice.pick(0, 2, 4))
                                    .toPlainString());
            case DOUBLE ->
                    Cell.number(
                            dice.pick(
                                    "55",
                                    "0",
                                    "-2.5",
                                    "1e+17",
                                    "0.1",
                                    "123456.75",
                                    "0.0012345678901234567",
                                    "1e-30"));
            case BOOL -> Cell.truth(dice.toss());
            case STRING -> Cell.text(dice.pick(TEXTS) + (dice.toss() ? dice.below(1000) : ""));
            case CLOB -> Cell.text(dice.pick(TEXTS).repeat(dice.between(1, 20)));
            case JSON -> Cell.text("{\"n\": " + dice.below(1000) + ", \"t\": \"x\\\"y\"}");
            case TIMESTAMP ->
                    Cell.text(
                            date(dice)
                                    + String.format(
                                            Locale.ROOT,
                                            "T%02d:%02d:%02d",
                                            dice.below(24),
                                            dice.below(60),
                                            dice.below(60))
                                    + dice.pick("", ".123", ".120000")
                                    + "Z");
            case DATE -> Cell.text(date(dice));
            case TIME -> Cell.text(String.format(Locale.ROOT, "%02d:30:00", dice.below(24)));
            case BYTES -> Cell.text("0x" + Integer.toHexString(dice.below(Integer.MAX_VALUE)));
        };
    }

    private static String date(Dice dice) {
        return LocalDate.ofEpochDay(dice.between(-3650, 36500)).toString();
    }
}
