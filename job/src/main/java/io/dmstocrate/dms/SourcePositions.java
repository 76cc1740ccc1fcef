package io.dmstocrate.dms;

import java.util.HexFormat;

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
        if (commitMicros < 0) {
            // The time of the message comes first: DMS builds a row's messages in order, and unlike
            // a binlog position it survives a failover of the source to another server.
            OrderedText.appendFixed(text, timestampMicros);
            OrderedText.appendSigned(text, binlogPosition(transactionId, streamPosition));
            OrderedText.appendDecimal(text, sequenceNumber);
            return new SourcePosition(text.toString(), SourcePosition.Ordering.ARRIVAL);
        }
        OrderedText.appendFixed(text, commitMicros);
        if (appendLsns(streamPosition)) {
            OrderedText.appendSigned(text, recordId);
            return new SourcePosition(text.toString(), SourcePosition.Ordering.POSTGRESQL_LSN);
        }
        long binlogPosition = binlogPosition(transactionId, streamPosition);
        if (binlogPosition >= 0) {
            text.append(SourcePosition.MYSQL);
            OrderedText.appendSigned(text, binlogPosition);
            OrderedText.appendSigned(text, recordId);
            return new SourcePosition(text.toString(), SourcePosition.Ordering.MYSQL_BINLOG);
        }
        // Commit times can be whole seconds; the transaction's id only tells equal from different.
        text.append(SourcePosition.COMMITTED);
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
        text.append(SourcePosition.POSTGRESQL);
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
        long high = hexadecimal(text, start, slash);
        long low = hexadecimal(text, slash + 1, end);
        // An LSN is a 64-bit byte position; no log reaches its top bit.
        return high < 0 || low < 0 ? -1 : (high << 32 | low) & Long.MAX_VALUE;
    }

    private static long hexadecimal(String text, int start, int end) {
        long value = 0;
        for (int i = start; i < end; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return -1;
            }
            value = value << 4 | HexFormat.fromHexDigit(text.charAt(i));
        }
        return value;
    }

    /**
     * The place in the binlog that the transaction's id is at MySQL; -1 for another engine. Some
     * ids of other engines are as large, but their stream positions look different. An id that was
     * rounded on its way, to an exponent, stands in the stream position in full.
     */
    private static long binlogPosition(String transactionId, String streamPosition) {
        int idStart = streamPosition.isEmpty() ? -1 : idInBinlogPosition(streamPosition);
        if (!streamPosition.isEmpty() && idStart < 0) {
            return -1;
        }
        long id = decimal(transactionId, 0, transactionId.length());
        if (id < 0 && idStart >= 0) {
            id = decimal(streamPosition, idStart, streamPosition.indexOf(':', idStart));
        }
        return id >= SMALLEST_BINLOG_POSITION ? id : -1;
    }

    /** {@code <file>:<offset>:0:<end>:<transaction>:<file>:<start>}; -1 if it is not that. */
    private static int idInBinlogPosition(String streamPosition) {
        int colons = 0;
        int start = -1;
        for (int i = 0; i < streamPosition.length(); i++) {
            if (streamPosition.charAt(i) == ':' && ++colons == 4) {
                start = i + 1;
            }
        }
        return colons == 6 ? start : -1;
    }

    private static long decimal(String text, int start, int end) {
        if (end - start < 1 || end - start > 18) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
