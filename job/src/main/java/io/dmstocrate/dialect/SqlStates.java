package io.dmstocrate.dialect;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Reads an error of the PostgreSQL driver. */
public final class SqlStates {

    private SqlStates() {}

    /** The error of the server; of a batch, the first row's. */
    public static SQLException root(SQLException error) {
        SQLException root = error;
        while (root instanceof BatchUpdateException && root.getNextException() != null) {
            root = root.getNextException();
        }
        return root;
    }

    /** The five characters that tell the kind of error; empty if there are none. */
    public static String of(SQLException error) {
        String state = root(error).getSQLState();
        return state == null ? "" : state;
    }

    /** The server's words, without details and without the statement; else the driver's. */
    public static String message(SQLException error) {
        SQLException root = root(error);
        ServerErrorMessage server = server(root);
        String message = server == null ? root.getMessage() : server.getMessage();
        return message == null ? "" : message;
    }

    /** What the server said, as far as it was the server. */
    public static ServerErrorMessage server(SQLException error) {
        return root(error) instanceof PSQLException exception
                ? exception.getServerErrorMessage()
                : null;
    }

    /** Whether the connection broke, could not be made, or the server is going down. */
    public static boolean isConnectionLost(String state) {
        return state.startsWith("08") || state.startsWith("57P");
    }
}
