package io.dmstocrate.dialect;

import java.sql.SQLException;

/** What PostgreSQL's errors mean, by SQLState. */
final class PostgresFailures {

    private PostgresFailures() {}

    static FailureKind classify(SQLException error) {
        String state = SqlStates.of(error);
        if (SqlStates.isConnectionLost(state)) {
            return FailureKind.RETRYABLE;
        }
        return switch (state) {
            case "42703", "42P01", "3F000", "42804", "0A000" -> FailureKind.STALE_DEFINITION;
            // Lock and serialization failures, time-outs, a standby or read-only server
            case "40001", "40P01", "55P03", "55006", "57014", "25006" -> FailureKind.RETRYABLE;
            // An index entry or row that is too large
            case "54000" -> FailureKind.REJECTED;
            default -> byClass(state.isEmpty() ? "" : state.substring(0, 2));
        };
    }

    static boolean alreadyThere(SQLException error) {
        // 23505: two sessions at once, met in the catalog's own unique index.
        return switch (SqlStates.of(error)) {
            case "42P07", "42P06", "42701", "42710", "23505" -> true;
            default -> false;
        };
    }

    private static FailureKind byClass(String stateClass) {
        return switch (stateClass) {
            // Data exceptions, broken constraints, views and triggers that refuse
            case "21", "22", "23", "44", "P0" -> FailureKind.REJECTED;
            // No resources, system errors
            case "53", "58" -> FailureKind.RETRYABLE;
            default -> FailureKind.FATAL;
        };
    }
}
