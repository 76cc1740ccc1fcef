package io.dmstocrate.ordering;

import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.TableAnnouncement;

/**
 * What was announced of a table, ready for use.
 *
 * @param announced whether anything was announced yet
 * @param definition {@code null} if unknown
 */
record KnownTable(boolean announced, Generations generations, TableDefinition definition) {

    private static final KnownTable NOT_YET = new KnownTable(false, Generations.NONE, null);

    /**
     * Makes it ready.
     *
     * @param announcement {@code null} if there was none yet
     */
    static KnownTable of(TableAnnouncement announcement) {
        return announcement == null
                ? NOT_YET
                : new KnownTable(
                        true,
                        Generations.of(announcement.generations()),
                        announcement.definition().orElse(null));
    }

    /**
     * Whether an announcement tells something that changes can have been waiting for.
     *
     * @param before the announcement before; {@code null} if there was none
     */
    static boolean isNews(TableAnnouncement before, TableAnnouncement now) {
        return before == null
                || !before.generations().equals(now.generations())
                || (before.definition().isEmpty() && now.definition().isPresent());
    }
}
