package io.dmstocrate.target;

import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Which URLs the job can use; checked before it starts, and before the driver, which logs what it
 * can't read. URLs get into logs, so one that holds a secret is refused, and no problem quotes it.
 */
public final class JdbcUrl {

    private static final String PREFIX = "jdbc:postgresql:";
    private static final String FORM = "write it like jdbc:postgresql://host:5432/";

    /** Also where it is not a parameter of its own, for want of an ampersand. */
    private static final Pattern PASSWORD =
            Pattern.compile("password\\s*=", Pattern.CASE_INSENSITIVE);

    /** What is wrong with a URL, and what to do about it. */
    public record Problem(String what, String remedy) {

        @Override
        public String toString() {
            return what + "; " + remedy;
        }
    }

    private JdbcUrl() {}

    /** What is wrong with a URL; empty if nothing is. */
    public static Optional<Problem> problem(String url) {
        if (!url.startsWith(PREFIX)) {
            return problem(
                    "is not a " + PREFIX + " URL", "CrateDB speaks that protocol too; " + FORM);
        }
        if (url.contains("sslpassword")) {
            return problem(
                    "holds the password of a client's key, and URLs get into logs",
                    "give a key without one, in a file that only the job may read");
        }
        if (PASSWORD.matcher(url).find()) {
            return problem("holds a password, and URLs get into logs", "use Target.password");
        }
        if (url.contains("@")) {
            return problem(
                    "names who logs in, perhaps with the password, and URLs get into logs",
                    "use Target.user and Target.password");
        }
        Properties parts = Driver.parseURL(url, null);
        if (parts == null) {
            return problem("can't be read by the PostgreSQL driver", FORM);
        }
        if (PGProperty.REWRITE_BATCHED_INSERTS.getBoolean(parts)) {
            return problem(
                    "has reWriteBatchedInserts=true, with which rows that CrateDB rejects can't be"
                            + " noticed",
                    "leave it out; batches are large statements anyhow");
        }
        return Optional.empty();
    }

    private static Optional<Problem> problem(String what, String remedy) {
        return Optional.of(new Problem(what, remedy));
    }
}
