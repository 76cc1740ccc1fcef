package io.dmstocrate.proof;

/** Bugs that are put into the road on purpose, so that it shows whether the proof finds them. */
enum Mutation {
    NONE("nothing is changed"),
    TOMBSTONE_DROPPED("a deleted row is forgotten, so that late words bring it back"),
    POSITIONS_AS_TEXT("numbers in positions are compared as text"),
    COUNT_CHECK_FORGOTTEN("rows that the target has left out count as written"),
    SWEEP_TOO_EARLY("rows of a former life are swept as soon as the new one begins"),
    FLUSH_AFTER_CHECKPOINT("a batch is written behind the checkpoint that it belongs to"),
    GENERATION_IGNORED("a drop-table record begins no new life"),
    VERSION_GUARD_SKIPPED("an old write overwrites a newer row"),
    PARTIAL_TAKEN_FOR_WHOLE("columns that an update does not carry become NULL"),
    WAITING_ROWS_LOST("rows that wait are not in the checkpoint"),
    KEY_CHANGE_NOT_SPLIT("a changed key leaves the old row behind"),
    COUNTERS_START_ANEW("the sink's counters are not in the checkpoint"),
    COUNTERS_END_WITH_READERS("a reader's counters are forgotten when it has ended"),
    LATE_LOAD_IGNORED("a loaded row that comes behind a change of its row is dropped"),
    UPDATE_TAKEN_FOR_ROW("an update of all columns that are known speaks of later ones, too"),
    STRANDED_NOT_TOLD("nothing tells of values of a late column that stay with an old key");

    private final String words;

    Mutation(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
