package io.dmstocrate.target;

import io.dmstocrate.config.OptionGroup;
import io.dmstocrate.config.OptionValues;
import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import io.dmstocrate.config.Secret;
import java.io.Serializable;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The database to write to, the {@code Target} group.
 *
 * @param url a {@code jdbc:postgresql:} URL without a password
 * @param user who logs in
 * @param password its password; empty if there is none
 */
public record TargetOptions(String url, String user, Secret password) implements Serializable {

    private static final long serialVersionUID = 1;

    public static final ConfigOption<String> URL =
            ConfigOptions.key("url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The database, like `jdbc:postgresql://host:5432/`. Required. Whether"
                                    + " it is CrateDB or PostgreSQL is found out. With"
                                    + " `?sslmode=verify-full` it must prove who it is.");

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
                            "The password: `env:NAME` (an environment variable), `file:PATH`,"
                                    + " `secretsmanager:NAME` or `secretsmanager:NAME#MEMBER` (a"
                                    + " secret of AWS Secrets Manager by name or ARN, or a member"
                                    + " of it), or the text itself, if need be after `literal:`."
                                    + " Unset: none.");

    public static final OptionGroup GROUP = OptionGroup.of("Target", URL, USER, PASSWORD);

    /** Reads the group, and notes what is wrong with it. */
    public static TargetOptions read(PropertyGroups groups, Problems problems) {
        OptionValues values = new OptionValues(groups, GROUP.name(), problems);
        checkUrl(values);
        return new TargetOptions(
                values.find(URL).orElse(""), values.get(USER), values.secret(PASSWORD));
    }

    private static void checkUrl(OptionValues values) {
        if (!values.has(URL)) {
            values.problem(URL, "is missing", "write it like jdbc:postgresql://host:5432/");
            return;
        }
        JdbcUrl.problem(values.get(URL))
                .ifPresent(problem -> values.problem(URL, problem.what(), problem.remedy()));
    }
}
