package io.dmstocrate.dialect;

import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import io.dmstocrate.mapping.ValueRules;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The SQL of one database, as text. Implementations hold no state.
 *
 * <p>Every name is quoted, every value is a parameter. In statements for a table, parameters come
 * in the order of the given columns; versions, where the table has them, come last.
 */
public interface Dialect {

    /** The database's name, for people. */
    String name();

    /** What a conversion has to know of this database. */
    ValueRules valueRules();

    /** The longest name of a table or column, in bytes of UTF-8. */
    int longestName();

    /**
     * Whether a statement over many rows leaves out rows that don't fit, and tells only by its
     * count. If not, one such row makes the statement fail as a whole.
     */
    boolean rejectsSilently();

    /** The name of the type whose arrays carry the values of a column. */
    String arrayElement(ColumnType type);

    /** The statements that create a table, and its schema where that takes one. */
    List<String> createTable(TargetTable table);

    /** Adds a column that comes from the source. */
    String addColumn(TargetTable table, TargetColumn column);

    /**
     * Gives a column that comes from the source another name.
     *
     * @return empty if the database can't
     */
    String renameColumn(TargetTable table, TargetColumn column, String name);

    /**
     * Drops a column that comes from the source.
     *
     * @return empty if the database can't
     */
    String dropColumn(TargetTable table, TargetColumn column);

    /** Whether {@link #widenColumn} is possible. */
    boolean altersTypes();

    /**
     * Gives a column a wider type, with the values it has.
     *
     * @return empty if the database can't
     */
    Optional<String> widenColumn(TargetTable table, TargetColumn column, ColumnType wide);

    /**
     * Copies values of a column to a wider one, in rows where that is NULL; at most so many rows.
     * For a database that can't {@link #widenColumn}.
     */
    String copyColumn(TargetTable table, TargetColumn narrow, TargetColumn wide, int rows);

    /** Counts the rows that are to be copied yet. */
    String countUncopied(TargetTable table, TargetColumn narrow, TargetColumn wide);

    /** Adds the version column. */
    String addVersionColumn(TargetTable table);

    /** Adds the column with the versions of single columns. */
    String addColumnVersions(TargetTable table);

    /**
     * Has the version of a column go with it to another name, or forgets it, before the column is
     * renamed or dropped: another one may get its name.
     *
     * @param successor the new name in the target; empty if the column goes
     */
    String moveColumnVersion(TargetTable table, TargetColumn column, String successor);

    /** Adds the flag of softly deleted rows. */
    String addDeletedColumn(TargetTable table);

    /**
     * Writes rows given as one array a column: inserts new ones, and in those that are there sets
     * the columns that are not newer.
     *
     * @param columns the columns to write, those of the key among them
     * @param deleted whether the rows are to be marked as deleted; ignored if the table has no flag
     * @param versioning what the rows tell of their versions; ignored if the table has none
     */
    String upsert(
            TargetTable table, List<TargetColumn> columns, boolean deleted, Versioning versioning);

    /**
     * The same for whole rows of which nothing newer is there, in few words. A row that is newer
     * already, or has columns with versions of their own, is left as it is and is missing in the
     * count, like one that does not fit.
     *
     * @return empty where that makes no difference
     */
    default Optional<String> upsertNewest(
            TargetTable table, List<TargetColumn> columns, boolean deleted) {
        return Optional.empty();
    }

    /**
     * The same as {@link #upsert} for one row, given as one parameter a column: a row that does not
     * fit is an error.
     */
    String upsertOne(
            TargetTable table, List<TargetColumn> columns, boolean deleted, Versioning versioning);

    /** Deletes one row; the parameters are the columns of its key, in the given order. */
    String delete(TargetTable table, List<TargetColumn> key);

    /**
     * Reads one row: columns as text that {@link #updateRow} takes, how new each of them is, the
     * row's version, and two texts that tell whether it has changed since. The parameters, all
     * text, are the columns of its key.
     */
    String selectRow(TargetTable table, List<TargetColumn> key, List<TargetColumn> columns);

    /**
     * Sets columns of one row that has not changed since, and how new they are. The parameters, all
     * text, are the columns, a version for each of {@link #versionsOf}, the columns of the key, and
     * the two texts.
     */
    String updateRow(TargetTable table, List<TargetColumn> key, List<TargetColumn> columns);

    /** Those of which {@link #updateRow} sets the versions, by the keys that these have. */
    default List<String> versionsOf(TargetTable table, List<TargetColumn> columns) {
        return VersionGuard.keys(table, columns);
    }

    /**
     * Deletes rows of a former life, or marks them as deleted; the parameters are a version and a
     * time as it stands at the end of versions, the first that stay. Where {@link #swept} finds the
     * rows: deletes one of them, unless it has changed since; the parameters are then what was
     * found.
     */
    String sweep(TargetTable table);

    /**
     * Finds rows of a former life, where a delete by a condition would take a row that gets a newer
     * version meanwhile; empty where it would not. The parameters are a version and a time, as for
     * {@link #sweep}; found are, as text, the columns of the key and two that tell whether the row
     * has changed since.
     *
     * @param rows so many at most
     */
    Optional<String> swept(TargetTable table, int rows);

    /**
     * Counts rows whose latest message is not older than a time, which is given as it stands at the
     * end of versions.
     */
    String countBuiltSince(TargetTable table);

    /**
     * Puts a table in the place of another one of the same schema, which goes. The statements must
     * be executed as one transaction if there are several.
     */
    List<String> replace(TableId table, TableId successor);

    /** Gives a table another name in the same schema. */
    default String rename(TableId table, TableId name) {
        return "ALTER TABLE "
                + SqlText.table(table)
                + " RENAME TO "
                + SqlText.identifier(name.name());
    }

    /** Drops a table, if it is there. */
    default String dropTable(TableId table) {
        return "DROP TABLE IF EXISTS " + SqlText.table(table);
    }

    /** Makes all rows written so far visible to any query; empty where they are at once. */
    Optional<String> refresh(TableId table);

    /** What may be done about an error. */
    FailureKind classify(SQLException error);

    /** Whether a schema, table or column could not be created because it is there already. */
    boolean alreadyThere(SQLException error);

    /**
     * What helps against an error of a statement that makes or alters a table, where that is known.
     */
    Optional<String> remedy(TableId table, SQLException error);
}
