package io.dmstocrate.ordering;

import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.ColumnLineage;
import io.dmstocrate.flow.TableAnnouncement;
import java.util.List;

/**
 * What was announced of a table, ready for use.
 *
 * @param announced whether anything was announced yet
 * @param definition {@code null} if unknown
 * @param lineage what became of its columns
 * @param renaming whether columns are pending to be renamed
 * @param revision of its columns' types
 * @param wide what is written besides columns that are being copied
 * @param held whether they may have been renamed, and the word has not come yet: nothing may be
 *     written until it has
 */
record KnownTable(
        boolean announced,
        Generations generations,
        TableDefinition definition,
        ColumnLineage lineage,
        long revision,
        WideWrites wide,
        boolean renaming,
        boolean held) {

    /** A table of which nothing was announced. */
    static final KnownTable NOT_YET =
            new KnownTable(
                    false,
                    Generations.NONE,
                    null,
                    ColumnLineage.NONE,
                    0,
                    WideWrites.NONE,
                    false,
                    false);

    /**
     * Makes it ready.
     *
     * @param writtenDown the beginnings of lives that are known besides those announced
     */
    static KnownTable of(TableAnnouncement announcement, List<Long> writtenDown) {
        return new KnownTable(
                true,
                Generations.of(announcement.generations(), writtenDown),
                announcement.definition().orElse(null),
                ColumnLineage.of(announcement),
                announcement.types().revision(),
                WideWrites.of(announcement.types()),
                !announcement.awaited().isEmpty(),
                false);
    }

    /** The same behind a checkpoint: what was pending before it is done when it has completed. */
    KnownTable behindCheckpoint() {
        return renaming && !held
                ? new KnownTable(
                        announced, generations, definition, lineage, revision, wide, true, true)
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
                || before.types().revision() != now.types().revision()
                || (before.definition().isEmpty() && now.definition().isPresent());
    }
}
