package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.config.Secret;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.TableMapper;
import io.dmstocrate.mapping.TableOptions;
import java.io.Serializable;
import java.time.Duration;

/**
 * How to reach the target, and how rows lie in it.
 *
 * @param url a {@code jdbc:postgresql:} URL, see {@link JdbcUrl}
 * @param user empty: as the driver chooses
 * @param versionColumn the column that guards rows against older writes; empty for none
 * @param softDeletes whether deleted rows are kept with a flag
 * @param tables the options of each source table
 * @param deadLetterTable where dead letters are kept
 * @param retryBudget how long a statement is repeated, with growing pauses, while the database is
 *     overloaded, unreachable or refuses every row
 */
public record TargetSettings(
        String url,
        String user,
        Secret password,
        String versionColumn,
        boolean softDeletes,
        TableLookup tables,
        TableId deadLetterTable,
        Duration retryBudget)
        implements Serializable {

    private static final long serialVersionUID = 1;

    public static final String DEFAULT_VERSION_COLUMN = "dms_version";

    public static final Duration DEFAULT_RETRY_BUDGET = Duration.ofSeconds(60);

    public TargetSettings {
        requireNonNull(url, "url is null");
        requireNonNull(user, "user is null");
        requireNonNull(password, "password is null");
        requireNonNull(versionColumn, "versionColumn is null");
        requireNonNull(tables, "tables is null");
        requireNonNull(deadLetterTable, "deadLetterTable is null");
        requireNonNull(retryBudget, "retryBudget is null");
    }

    /** Everything by default but the way to the database. */
    public static TargetSettings of(String url, String user, Secret password) {
        return new TargetSettings(
                url,
                user,
                password,
                DEFAULT_VERSION_COLUMN,
                false,
                source -> TableOptions.DEFAULT,
                defaultDeadLetterTable(),
                DEFAULT_RETRY_BUDGET);
    }

    public static TableId defaultDeadLetterTable() {
        return new TableId(TableMapper.OWN_SCHEMA, "dead_letters");
    }
}
