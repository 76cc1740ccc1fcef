package io.dmstocrate.ordering;

import io.dmstocrate.flow.ColumnLineage;
import io.dmstocrate.flow.TableAnnouncement;
import java.util.List;

/**
 * What was announced of a table, ready for use.
 *
 * @param announced whether anything was announced yet
 * @param columns as its definition has them
 * @param lineage what became of its columns
 * @param life under the definition of which life changes are tied to rows by now
 * @param renaming whether columns are pending to be renamed
 * @param revision of its columns
 * @param wide what is written besides columns that are being copied
 * @param held whether they may have been renamed, and the word has not come yet: nothing may be
 *     written until it has
 */
record KnownTable(
        boolean announced,
        Generations generations,
        KnownColumns columns,
        ColumnLineage lineage,
        long revision,
        WideWrites wide,
        long life,
        boolean renaming,
        boolean held) {

    /** A table of which nothing was announced. */
    static final KnownTable NOT_YET =
            new KnownTable(
                    false,
                    Generations.NONE,
                    KnownColumns.NONE,
                    ColumnLineage.NONE,
                    0,
                    WideWrites.NONE,
                    0,
                    false,
                    false);

    /**
     * Makes it ready.
     *
     * @param writtenDown the beginnings of lives that are known besides those announced
     * @param added columns that are known to be there besides those announced
     */
    static KnownTable of(
            TableAnnouncement announcement, List<Long> writtenDown, List<String> added) {
        return new KnownTable(
                true,
                Generations.of(announcement.generations(), writtenDown),
                KnownColumns.of(announcement, added),
                ColumnLineage.of(announcement),
                announcement.types().revision(),
                WideWrites.of(announcement.types()),
                announcement.life(),
                !announcement.awaited().isEmpty(),
                false);
    }

    /** The same behind a checkpoint: what was pending before it is done when it has completed. */
    KnownTable behindCheckpoint() {
        return renaming && !held
                ? new KnownTable(
                        announced, generations, columns, lineage, revision, wide, life, true, true)
                : this;
    }

    /**
     * Whether an announcement tells something that changes can have been waiting for.
     *
     * @param before the announcement before; {@code null} if there was none
     */
    static boolean isNews(TableAnnouncement before, TableAnnouncement now) {
        return before == null
                || !before.generations().equals(now.generations())
                || !before.fates().equals(now.fates())
                || !before.pending().equals(now.pending())
                || before.life() != now.life()
                || before.types().revision() != now.types().revision()
                || (before.definition().isEmpty() && now.definition().isPresent());
    }
}
