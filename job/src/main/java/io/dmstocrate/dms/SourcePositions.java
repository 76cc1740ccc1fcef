package io.dmstocrate.dms;

/**
 * Reads {@link SourcePosition}s from what a record says of its transaction, one rule for each
 * database engine that is known.
 */
final class SourcePositions {

    /** MySQL: {@code (binlog file number << 32) + offset}; other engines' ids stay below. */
    private static final long SMALLEST_BINLOG_POSITION = 1L << 32;

    private final StringBuilder text = new StringBuilder(80);

    /** A row of the full load. */
    SourcePosition ofLoad(long timestampMicros, String sequenceNumber) {
        text.setLength(0);
        OrderedText.appendFixed(text, timestampMicros);
        OrderedText.appendDecimal(text, sequenceNumber);
        return new SourcePosition(text.toString(), SourcePosition.Ordering.LOAD);
    }

    /**
     * A captured change.
     *
     * @param commitMicros the commit time, microseconds since the epoch; -1 if the record has none
     * @param transactionId as the record has it; empty if it has none
     * @param recordId the number of the record in its transaction; -1 if unknown
     * @param streamPosition as the record has it; empty if it has none
     */
    SourcePosition ofChange(
            long commitMicros,
            String transactionId,
            long recordId,
            String streamPosition,
            long timestampMicros,
            String sequenceNumber) {
        text.setLength(0);
        long binlogPosition = binlogPosition(transactionId);
        if (commitMicros < 0) {
            // The time of the message comes first: DMS builds a row's messages in order, and unlike
            // a binlog position it survives a failover of the source to another server.
            OrderedText.appendFixed(text, timestampMicros);
            OrderedText.appendSigned(text, binlogPosition);
            OrderedText.appendDecimal(text, sequenceNumber);
            return new SourcePosition(text.toString(), SourcePosition.Ordering.ARRIVAL);
        }
        OrderedText.appendFixed(text, commitMicros);
        if (appendLsns(streamPosition)) {
            OrderedText.appendSigned(text, recordId);
            return new SourcePosition(text.toString(), SourcePosition.Ordering.POSTGRESQL_LSN);
        }
        if (binlogPosition >= 0) {
            text.append('M');
            OrderedText.appendSigned(text, binlogPosition);
            OrderedText.appendSigned(text, recordId);
            return new SourcePosition(text.toString(), SourcePosition.Ordering.MYSQL_BINLOG);
        }
        // Commit times can be whole seconds; the transaction's id only tells equal from different.
        text.append('C');
        OrderedText.appendFixed(text, timestampMicros);
        OrderedText.appendSigned(text, recordId);
        text.append(transactionId);
        return new SourcePosition(text.toString(), SourcePosition.Ordering.COMMIT_TIMESTAMP);
    }

    /** {@code <LSN>.<n>.<LSN>}: n differs between deliveries of one change and is left out. */
    private boolean appendLsns(String streamPosition) {
        int firstDot = streamPosition.indexOf('.');
        int secondDot = streamPosition.indexOf('.', firstDot + 1);
        if (firstDot < 0 || secondDot < 0) {
            return false;
        }
        long first = lsn(streamPosition, 0, firstDot);
        long second = lsn(streamPosition, secondDot + 1, streamPosition.length());
        if (first < 0 || second < 0) {
            return false;
        }
        text.append('P');
        OrderedText.appendSigned(text, first);
        OrderedText.appendSigned(text, second - first);
        return true;
    }

    /** Two halves of up to eight hexadecimal digits with a slash; -1 for anything else. */
    private static long lsn(String text, int start, int end) {
        int slash = text.indexOf('/', start);
        if (slash <= start || slash >= end - 1 || slash - start > 8 || end - slash > 9) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            if (i == slash) {
                value = 0;
                continue;
            }
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        long high = Long.parseLong(text, start, slash, 16);
        // An LSN is a 64-bit byte position; no log reaches its top bit.
        return (high << 32 | value) & Long.MAX_VALUE;
    }

    private static long binlogPosition(String transactionId) {
        if (transactionId.isEmpty() || transactionId.length() > 18) {
            return -1;
        }
        for (int i = 0; i < transactionId.length(); i++) {
            if (transactionId.charAt(i) < '0' || transactionId.charAt(i) > '9') {
                return -1;
            }
        }
        long id = Long.parseLong(transactionId);
        return id >= SMALLEST_BINLOG_POSITION ? id : -1;
    }
}
