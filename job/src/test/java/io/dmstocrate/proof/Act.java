package io.dmstocrate.proof;

/**
 * Something that happens at the source or to the DMS task. What makes no sense when it comes (an
 * update of a row that is not there) does nothing, so any part of a story is a story.
 *
 * @param table which of the tables
 * @param key which of its keys
 * @param seed for all that chance decides about this act, so that it stays the same when others go
 */
record Act(Kind kind, int table, int key, long seed) {

    /** What can happen. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE,
        /** An update that changes the key. */
        MOVE,
        /** DMS empties its idea of the target's table and begins to load. */
        BEGIN_LOAD,
        /** The rest is loaded; then follow the changes that were captured meanwhile. */
        END_LOAD,
        /** DMS sends the definition once more. */
        CREATE_TABLE,
        ADD_COLUMN,
        /** One for large objects, which are left out of updates that do not change them. */
        ADD_LARGE_COLUMN,
        DROP_COLUMN,
        RENAME_COLUMN,
        WIDEN_COLUMN,
        /** The task is stopped, and resumes with changes that it has sent before. */
        RESUME,
        /** Shards are split or merged. */
        RESHARD,
        /** Something nobody can read. */
        GARBAGE
    }
}
