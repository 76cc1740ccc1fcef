package io.dmstocrate.target;

import io.dmstocrate.config.OptionGroup;
import io.dmstocrate.config.OptionValues;
import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import io.dmstocrate.config.Secret;
import java.io.Serializable;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * The database to write to, the {@code Target} group.
 *
 * @param url a {@code jdbc:postgresql:} URL without a password
 * @param user who logs in
 * @param password its password; empty if there is none
 */
public record TargetOptions(String url, String user, Secret password) implements Serializable {

    private static final long serialVersionUID = 1;

    private static final String PREFIX = "jdbc:postgresql:";
    private static final Pattern WITH_PASSWORD = Pattern.compile("[?&]password=");

    public static final ConfigOption<String> URL =
            ConfigOptions.key("url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The database, like `jdbc:postgresql://host:5432/`. Required. Whether"
                                    + " it is CrateDB or PostgreSQL is found out.");

    public static final ConfigOption<String> USER =
            ConfigOptions.key("user")
                    .stringType()
                    .defaultValue("crate")
                    .withDescription("Who logs in.");

    public static final ConfigOption<String> PASSWORD =
            ConfigOptions.key("password")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The password: `env:NAME` (an environment variable), `file:PATH`, or"
                                    + " the text itself, if need be after `literal:`. Unset: none.");

    public static final OptionGroup GROUP = OptionGroup.of("Target", URL, USER, PASSWORD);

    /** Reads the group, and notes what is wrong with it. */
    public static TargetOptions read(PropertyGroups groups, Problems problems) {
        OptionValues values = new OptionValues(groups, GROUP.name(), problems);
        checkUrl(values);
        return new TargetOptions(
                values.find(URL).orElse(""), values.get(USER), values.secret(PASSWORD));
    }

    /** A URL may hold a password, so no problem quotes it. */
    private static void checkUrl(OptionValues values) {
        if (!values.has(URL)) {
            values.problem(URL, "is missing", "write it like jdbc:postgresql://host:5432/");
            return;
        }
        String url = values.get(URL);
        if (WITH_PASSWORD.matcher(url).find()) {
            values.problem(URL, "holds a password, and URLs get into logs", "use Target.password");
            return;
        }
        Properties parts = url.startsWith(PREFIX) ? Driver.parseURL(url, null) : null;
        if (parts == null) {
            values.problem(
                    URL,
                    "is not a jdbc:postgresql: URL",
                    "CrateDB speaks that protocol too; write it like"
                            + " jdbc:postgresql://host:5432/");
            return;
        }
        if (PGProperty.REWRITE_BATCHED_INSERTS.getBoolean(parts)) {
            values.problem(
                    URL,
                    "has reWriteBatchedInserts=true, with which rows that CrateDB rejects can't be"
                            + " noticed",
                    "leave it out; batches are large statements anyhow");
        }
    }
}
