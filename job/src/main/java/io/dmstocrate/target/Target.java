package io.dmstocrate.target;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.Inexactness;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The database that rows are written to. One instance is used by one thread.
 *
 * <p>Every method either did what it says or throws {@link TargetException}, whose kind tells what
 * may be tried; a row that does not fit is an answer, not an exception.
 */
public interface Target extends AutoCloseable {

    /** About so many rows are swept by one call, so that a task can do other things in between. */
    int SWEPT_AT_ONCE = 20_000;

    /** The table that a source table goes to, as the database has it now, if it has it. */
    Optional<ExistingTable> existing(TableId source);

    /**
     * Makes the target able to hold the definition: creates the table if it is not there, adds the
     * columns that it lacks. Takes nothing away. Done twice, also by several jobs at once, it has
     * the effect of once.
     *
     * @return the statements that were executed
     * @throws TargetException of the kind {@code REJECTED} if it is this table that the target
     *     can't hold; others may be fine
     */
    List<String> prepare(TableDefinition definition);

    /**
     * Makes an empty table beside the one that readers use, for a life of a source table that the
     * other can't hold, and {@linkplain #enter enters} that life. Done twice, also by several jobs
     * at once, it has the effect of once.
     *
     * @param life when the life began, microseconds since the epoch
     * @return the statements that were executed
     * @throws TargetException of the kind {@code REJECTED} if it can't be
     */
    List<String> beginLife(TableDefinition definition, long life);

    /**
     * From now on this target means by a source table the table of a certain life: the one beside
     * as long as it is there, then the one that readers use. What rows belong to says {@link
     * TableBatch#life()}.
     *
     * @param life when the life began; 0 for the first one
     */
    void enter(TableId source, long life);

    /**
     * Puts the table of the life that was entered in the place of the one that readers use, which
     * goes, with all rows of former lives, and so do the tables of abandoned lives. Readers find a
     * table at any moment. Done twice, also by several jobs at once, it has the effect of once.
     *
     * @param definition what the table of the life holds
     * @param openedMicros rows that were built since, and lie in a table that is to go, are not
     *     given up for lost: then nothing is done
     * @return the statements that were executed
     * @throws TargetException of the kind {@code REJECTED} if it can't be
     */
    List<String> takePlace(TableDefinition definition, List<Long> abandoned, long openedMicros);

    /**
     * Gives a column another name. Done twice, it has the effect of once.
     *
     * @return the statements that were executed
     * @throws TargetException of the kind {@code REJECTED} if it can't be: there is such a column
     *     already, or the database refuses
     */
    List<String> renameColumn(TableId source, String column, String successor);

    /**
     * Drops a column with all its values. Done twice, it has the effect of once.
     *
     * @return the statements that were executed
     * @throws TargetException of the kind {@code REJECTED} if it can't be
     */
    List<String> dropColumn(TableId source, String column);

    /** Whether this database alters the type of a column, of a key as well. */
    boolean altersTypes();

    /**
     * Begins to give a column a wider type. A database that alters types does it at once, with all
     * values. Else a wide column is made beside the narrow one; both are to be written from then
     * on, see {@link #copyToWide} and {@link #swapWide}. Begun again, it begins anew. Where the
     * column is part of the key, or something else in the table needs it, nothing is done yet: the
     * whole table has to be copied, see {@link #widenTable}.
     *
     * @param wide the column as it is to be
     * @param temporary the name of the wide column until it takes the other's place
     * @return whether it is wide now, and what was executed
     * @throws TargetException of the kind {@code REJECTED} if it can't be
     */
    WidenedColumn widenColumn(TableId source, Column wide, String temporary);

    /**
     * Copies values from a column to its wide one, in rows where that has none; not in all rows at
     * once. When everyone writes both columns, it may be done at any time, any number of times.
     *
     * @return 0 if nothing is left to be copied, and only then
     * @throws TargetException of the kind {@code REJECTED} if a value can't be copied
     */
    long copyToWide(TableId source, String column, String temporary);

    /**
     * Lets the wide column take the narrow one's place, by two renames; the narrow one goes. Done
     * twice, or broken off anywhere, it has the effect of once. Nobody may write the table
     * meanwhile.
     *
     * @return the statements that were executed
     * @throws TargetException of the kind {@code REJECTED} if it can't be
     */
    List<String> swapWide(TableId source, String column, String temporary);

    /**
     * Goes on to give columns wider types by a copy of the whole table, which takes its place in
     * one step: readers find all rows at any moment. Each call copies some rows; what was copied by
     * another target, or before a failure, is not relied on. Done twice, also by several jobs at
     * once, it has the effect of once.
     *
     * <p>Nobody may write the table from the first call to the last. It is looked for: if somebody
     * does, the copy begins anew.
     *
     * @param wide the columns as they are to be
     * @param job letters and digits that tell the jobs apart that may do this
     * @return whether the columns are wide now, and what was executed; if not, it must be called
     *     again
     * @throws TargetException of the kind {@code REJECTED} if it can't be; the table is as it was
     */
    WidenedColumn widenTable(TableId source, List<Column> wide, String job);

    /**
     * Makes a place for rows whose keys the table has no room for yet, where nobody can wait until
     * it has: from then on they are written there, and {@link #widenTable} takes them in. Done
     * twice, it has the effect of once.
     *
     * @param wide the columns as they are to be
     * @throws TargetException of the kind {@code REJECTED} if it can't be
     */
    void makeRoom(TableId source, List<Column> wide);

    /**
     * Writes down what was done about a change of a table. The same again, without a statement,
     * changes nothing.
     */
    void remember(SchemaHistoryEntry entry);

    /**
     * Writes the rows of a batch, and accounts for each of them.
     *
     * @return the rows that are not in the target because they don't fit, with the reason; all
     *     others are
     */
    List<Rejection> apply(TableBatch batch);

    /**
     * Values of a row's columns as text, as {@link RowState} has them.
     *
     * @return for each value its text, or {@code null} for NULL
     * @throws TargetException of the kind {@code REJECTED} if a value does not fit
     */
    List<String> stored(WrittenTable table, List<String> columns, List<Object> values);

    /**
     * Reads one row as it is now.
     *
     * @param columns source columns, none of them of the key
     * @return empty if it is not there
     * @throws TargetException of the kind {@code STALE_DEFINITION} if the target lacks a column
     */
    Optional<RowState> read(RowAddress row, List<String> columns);

    /**
     * Sets columns of one row that is there and has not changed since it was read; its version
     * stays.
     *
     * @param version how new these columns are from now on
     * @return whether it was so; if not, nothing was done
     */
    boolean fill(
            RowAddress row,
            List<String> columns,
            List<String> values,
            String version,
            String stamp);

    /** Reads a parcel: a text under a name, and its stamp. */
    Optional<Parcel> parcel(String name);

    /**
     * Writes a parcel that has not changed since it was read.
     *
     * @param stamp the one that was read; empty if there was no such parcel
     * @return whether it was so; if not, nothing was done
     */
    boolean keepParcel(String name, String content, String stamp);

    /** Deletes the parcels that were last changed before a time, milliseconds since the epoch. */
    void sweepParcels(long beforeMillis);

    /**
     * Deletes the rows whose version belongs to a life of the table before the one that began at
     * the given time, and whose record was built before that time.
     *
     * <p>A row that gets a newer version meanwhile stays.
     *
     * @param openedMicros when the generation began, microseconds since the epoch
     * @return how many rows went; only if these are fewer than {@link #SWEPT_AT_ONCE}, none is left
     */
    long sweep(TableId source, long openedMicros);

    /**
     * Writes down that a life of a table began, before any row is written under it. The same again
     * changes nothing.
     *
     * @param openedMicros when it began, microseconds since the epoch
     * @throws TargetException of the kind {@code REJECTED} if there can't be such a table
     */
    void openGeneration(TableId source, long openedMicros);

    /**
     * All beginnings that were written down by now, ascending, of the tables whose rows go where
     * they go from here: by this job, one before it, or another.
     */
    Map<TableId, List<Long>> generations();

    /**
     * Writes down that columns are to be added to a table, before they are there. To be told again
     * changes nothing.
     *
     * @param above the number that they get is larger than this one, and than that of any other
     *     column that the table has got
     * @return that number
     * @throws TargetException of the kind {@code REJECTED} if there can't be such a table
     */
    long addColumns(TableId source, List<String> columns, long above);

    /**
     * The columns that were added to tables whose rows go where they go from here, and that are
     * there now: by this job, one before it, or another.
     */
    List<AddedColumn> addedColumns();

    /** Keeps dead letters; the same letter twice is kept once. */
    void keep(Collection<DeadLetter> letters);

    /** How many values were written inexactly since this target was opened, by what was lost. */
    default Map<Inexactness, Long> inexactValues() {
        return Map.of();
    }

    @Override
    void close();
}
