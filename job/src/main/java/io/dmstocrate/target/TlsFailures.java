package io.dmstocrate.target;

import io.dmstocrate.dialect.SqlStates;
import java.io.FileNotFoundException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;

/**
 * Connections that fail since the server did not prove who it is, as the URL wants it to. Trying
 * again does not help, and going on without the proof is not ours to decide.
 */
final class TlsFailures {

    /** In the driver's message in all its languages. */
    private static final String HOST_NAME = "PgjdbcHostnameVerifier";

    private TlsFailures() {}

    /** What to do about the failure; empty if it is none of these. */
    static String remedy(SQLException error) {
        if (SqlStates.server(error) != null) {
            return "";
        }
        if (SqlStates.message(error).contains(HOST_NAME)) {
            return "the server's certificate is for another host: write the name that stands in it"
                    + " into Target.url";
        }
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException) {
                return "the server's certificate is signed by nobody trusted, or is not valid any"
                        + " more: add sslrootcert=FILE to Target.url, with the certificate of who"
                        + " signed it, or for public ones"
                        + " sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory";
            }
            if (cause instanceof FileNotFoundException) {
                return "add sslrootcert=FILE to Target.url, with the certificate of who signed the"
                        + " server's, in a file that is there on every machine of the job, or for"
                        + " public ones sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory";
            }
        }
        return "";
    }
}
