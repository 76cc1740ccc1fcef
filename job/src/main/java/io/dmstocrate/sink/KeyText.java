package io.dmstocrate.sink;

import io.dmstocrate.flow.RowWrite;

/** The key of a row in words, for the people who read dead letters. */
final class KeyText {

    private KeyText() {}

    /** For example {@code order_id = 7, line_no = 2}. */
    static String of(RowWrite write) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < write.keySize(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(write.row().columns().name(i))
                    .append(" = ")
                    .append(write.row().value(i));
        }
        return text.toString();
    }
}
