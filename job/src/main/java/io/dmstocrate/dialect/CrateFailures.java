package io.dmstocrate.dialect;

import io.dmstocrate.dms.TableId;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What CrateDB's errors mean. Most of them have the SQLState XX000, so the message tells; one that
 * is not known is taken for a row's own fault, and the {@code target} package sees whether other
 * rows share it.
 */
final class CrateFailures {

    private static final List<String> RETRYABLE =
            List.of(
                    "doesn't support or allow", // a blocked table
                    "blocked by",
                    "read-only",
                    "circuit",
                    "breaker would use",
                    "data too large",
                    "rejected execution",
                    "queue capacity",
                    "primary shard is not active",
                    "not enough active",
                    "shard not available",
                    "is not available",
                    "shards are unavailable",
                    "unavailable",
                    "no active",
                    "not a shard of",
                    "master",
                    "node disconnected",
                    "node not connected",
                    "nodenotconnected",
                    "nodedisconnected",
                    "node closed",
                    "node is closing",
                    "connection refused",
                    "no such node",
                    "no such shard",
                    "index closed",
                    "already closed",
                    "killed",
                    "canceled",
                    "cancelled",
                    "timeout",
                    "timed out",
                    "out of memory",
                    "no space left",
                    "flood",
                    "throttled",
                    "too many",
                    "not recovered",
                    // Errors inside of the server, as while it starts
                    "cannot invoke",
                    "nullpointerexception",
                    "java.lang.");

    private CrateFailures() {}

    static FailureKind classify(SQLException error) {
        String state = SqlStates.of(error);
        if (SqlStates.isConnectionLost(state)) {
            return FailureKind.RETRYABLE;
        }
        return switch (state) {
            case "42703", "42P01", "3F000" -> FailureKind.STALE_DEFINITION;
            case "0A000", "42601", "42501", "28000", "28P01", "3D000" -> FailureKind.FATAL;
            case "57014", "53200", "53300", "55006" -> FailureKind.RETRYABLE;
            default -> byMessage(error);
        };
    }

    static boolean alreadyThere(SQLException error) {
        String state = SqlStates.of(error);
        return state.equals("42P07")
                || state.equals("42701")
                || SqlStates.message(error).contains("already has a column named");
    }

    private static FailureKind byMessage(SQLException error) {
        String message = SqlStates.message(error).toLowerCase(Locale.ROOT);
        // The second one where another table has just taken the place of the one that was meant.
        if ((message.startsWith("column ") && message.endsWith(" unknown"))
                || message.startsWith("no such index ")) {
            return FailureKind.STALE_DEFINITION;
        }
        // A row's value is quoted in some messages; none of these begins with such a quote.
        String words = message.length() > 400 ? message.substring(0, 400) : message;
        for (String sign : RETRYABLE) {
            if (words.contains(sign) && !isAboutAValue(words)) {
                return FailureKind.RETRYABLE;
            }
        }
        return FailureKind.REJECTED;
    }

    /** Messages that quote a value, in which any word may stand. */
    private static boolean isAboutAValue(String message) {
        return message.startsWith("cannot cast")
                || message.startsWith("validation failed")
                || message.startsWith("failed constraint")
                || message.startsWith("cannot detect the type")
                || message.startsWith("document contains at least one immense term")
                || message.startsWith("'")
                || message.startsWith("\"");
    }

    /** What helps against an error of DDL. */
    static Optional<String> remedy(TableId table, SQLException error) {
        if (!SqlStates.message(error).contains("Limit of total columns")) {
            return Optional.empty();
        }
        return Optional.of(
                "take columns out with a rule of the DMS task, choose layout = universal, or raise"
                        + " the limit: ALTER TABLE "
                        + SqlText.table(table)
                        + " SET (\"mapping.total_fields.limit\" = 2000)");
    }
}
