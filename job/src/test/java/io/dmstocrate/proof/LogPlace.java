package io.dmstocrate.proof;

import java.util.Locale;

/**
 * Where a change stands in the source's log.
 *
 * @param transaction its number, ascending with the commits
 * @param record its number in the transaction, from 1
 * @param change its number in the log
 * @param commitMicros when it was committed
 */
record LogPlace(long transaction, int record, long change, long commitMicros) {

    private static final long LSN = 0x1A_B000_0000L;
    private static final long BINLOG_FILE = 7;

    /** The fields of the metadata that tell it, with a comma before each. */
    String metadata(Style style, Dice dice) {
        StringBuilder json = new StringBuilder(",\"transaction-id\":").append(id(style));
        if (!style.details()) {
            return json.toString();
        }
        json.append(",\"transaction-record-id\":").append(record);
        json.append(",\"commit-timestamp\":\"")
                .append(
                        Messages.time(
                                style.engine() == Style.Engine.POSTGRESQL
                                        ? commitMicros
                                        : commitMicros / 1_000_000 * 1_000_000))
                .append('"');
        if (dice.toss()) {
            json.append(",\"prev-transaction-id\":").append(transaction);
        }
        switch (style.engine()) {
            case POSTGRESQL -> {
                String lsn = lsn(style);
                int n = dice.pick(2, 3);
                json.append(",\"stream-position\":\"" + lsn + "." + n + "." + lsn + '"');
            }
            case MYSQL ->
                    json.append(
                            String.format(
                                    Locale.ROOT,
                                    ",\"stream-position\":\"mysql-bin.000007:%d:0:%d:%d:mysql-bin.000007:%d\"",
                                    transaction * 300,
                                    transaction * 300 + 31,
                                    binlog(),
                                    transaction * 300));
            case ORACLE -> {}
        }
        return json.toString();
    }

    private String id(Style style) {
        return switch (style.engine()) {
            // Not in the order of commits, and used again after a while.
            case POSTGRESQL -> Long.toString(1000 + ((transaction * 7919) & 0xFFFF));
            case MYSQL -> Long.toString(binlog());
            case ORACLE -> Long.toString(transaction * 31 % 17);
        };
    }

    private long binlog() {
        return (BINLOG_FILE << 32) + transaction * 300;
    }

    private String lsn(Style style) {
        long lsn = LSN + (style.lsnOfCommit() ? transaction * 0x1000 : change * 0x38);
        return String.format(Locale.ROOT, "%08X/%08X", lsn >>> 32, lsn & 0xFFFFFFFFL);
    }
}
