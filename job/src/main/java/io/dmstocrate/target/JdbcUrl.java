package io.dmstocrate.target;

import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/** Which URLs the job can use; checked before it starts. */
public final class JdbcUrl {

    private static final String PREFIX = "jdbc:postgresql:";

    private JdbcUrl() {}

    /** What is wrong with a URL, and the remedy; empty if nothing is. */
    public static Optional<String> problem(String url) {
        if (!url.startsWith(PREFIX)) {
            return Optional.of(
                    "it is no "
                            + PREFIX
                            + " URL; CrateDB speaks the same protocol, as in"
                            + " jdbc:postgresql://localhost:5432/doc");
        }
        Properties properties = Driver.parseURL(url, new Properties());
        if (properties == null) {
            return Optional.of(
                    "the PostgreSQL driver can't read it; it must look like"
                            + " jdbc:postgresql://localhost:5432/doc");
        }
        if (Boolean.parseBoolean(properties.getProperty("reWriteBatchedInserts"))) {
            return Optional.of(
                    "it sets reWriteBatchedInserts=true, which hides how many rows were written:"
                            + " rows that CrateDB rejects could be lost without notice; take it out");
        }
        return Optional.empty();
    }
}
