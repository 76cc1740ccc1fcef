package io.dmstocrate.target;

import io.dmstocrate.dialect.FailureKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Whether CrateDB knows its tables. For some time after a start it takes connections and says of
 * every table that it is unknown; whoever believed it would make tables anew, or give up rows.
 */
final class CrateReadiness {

    /** What the health says until the tables are known; older versions have no such table. */
    private static final String HEALTH =
            "SELECT count(*) FROM sys.cluster_health WHERE description LIKE '%not recovered%'";

    private static final String WITHOUT_MASTER =
            "SELECT count(*) FROM sys.cluster WHERE master_node IS NULL";

    private CrateReadiness() {}

    /**
     * To be asked before an unknown table is taken for one that does not exist.
     *
     * @throws TargetException to be tried again, if the server can't tell yet
     */
    static void check(Session session) throws SQLException {
        if (isTrue(session, WITHOUT_MASTER) || isRecovering(session)) {
            throw new TargetException(
                    FailureKind.RETRYABLE, "CrateDB has not recovered its tables yet", null);
        }
    }

    private static boolean isRecovering(Session session) throws SQLException {
        try {
            return isTrue(session, HEALTH);
        } catch (SQLException e) {
            if (session.dialect().classify(e) == FailureKind.STALE_DEFINITION) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isTrue(Session session, String sql) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() && result.getLong(1) > 0;
        }
    }
}
