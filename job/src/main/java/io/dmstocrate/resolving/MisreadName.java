package io.dmstocrate.resolving;

import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.ColumnLineage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A name of a column that rows were read by as that of a former column, while it meant a newer one:
 * the record by which the former one gave it up had not come. Their values went where that column
 * goes.
 *
 * @param fate how the former column gave the name up
 * @param column what that column is called now; {@code null} if it is gone
 */
record MisreadName(ColumnFate fate, String column) {

    /**
     * Looks whether a row was misread when less was known.
     *
     * @param timestampMicros when the newest row was built that carried the name
     * @param before what was known when it was read
     * @param now what is known now
     * @param stays whether the target has had a column of this name all the time; if it was to be
     *     dropped, that was not done, and both are one there
     */
    static Optional<MisreadName> find(
            String name,
            long timestampMicros,
            ColumnLineage before,
            ColumnLineage now,
            boolean stays) {
        List<ColumnFate> known = before.givenUp(name, timestampMicros);
        List<ColumnFate> givenUp = now.givenUp(name, timestampMicros);
        for (ColumnFate fate : givenUp) {
            if (!known.contains(fate) && !(fate.isGone() && stays)) {
                return Optional.of(of(fate, now));
            }
        }
        boolean wasTakenForFormer = before.mayBeNew(name, before.era(timestampMicros));
        if (wasTakenForFormer
                && !now.mayBeNew(name, now.era(timestampMicros))
                && !givenUp.isEmpty()) {
            // It waited for the record of the new column in vain.
            return Optional.of(of(givenUp.get(givenUp.size() - 1), now));
        }
        return Optional.empty();
    }

    static MisreadName of(ColumnFate fate, ColumnLineage lineage) {
        String column = lineage.conform(fate.column(), lineage.era(fate.sinceMicros() - 1));
        return new MisreadName(
                fate, column == null ? null : lineage.told(column, lineage.era(Long.MAX_VALUE)));
    }

    /** Tells that rows were misread, the newest of which was this one. */
    DeadLetter letter(TableId table, RecordPosition newest, long nowMillis) {
        return letter(
                table,
                newest,
                "Rows of table "
                        + table
                        + " carried a column "
                        + fate.column()
                        + " and were read before the record which tells that another column had"
                        + " given up this name at "
                        + since()
                        + ", or that a new one has it. They were built since then and passed for"
                        + " rows of the former column, so their values of "
                        + fate.column()
                        + where()
                        + " The newest that this subtask has read is the record at "
                        + newest
                        + ". The rows themselves were applied. Reload the table.",
                nowMillis);
    }

    /** Tells that rows like this one may have been misread before a failure. */
    DeadLetter letterOfDoubt(TableId table, RecordPosition position, long nowMillis) {
        return letter(
                table,
                position,
                "Rows of table "
                        + table
                        + " carry a column "
                        + fate.column()
                        + ", whose name another column had given up at "
                        + since()
                        + ". That was known when they were read; but they had come before the job"
                        + " failed and started again, and may have been read before that record"
                        + " then. If so, their values of "
                        + fate.column()
                        + " are where they belong, and besides"
                        + where()
                        + " The first such record that this subtask has read since is the one at "
                        + position
                        + ". The rows themselves were applied. Look at the rows, or reload the"
                        + " table.",
                nowMillis);
    }

    private String since() {
        return Instant.EPOCH.plus(fate.sinceMicros(), ChronoUnit.MICROS).toString();
    }

    private String where() {
        return column == null
                ? " went with that column, which was dropped."
                : " went to that column, which is called " + column + " now.";
    }

    /**
     * The id is not that of the record alone, which can have a letter of its own. There is no
     * payload, as there is nothing to replay: what was misread is not mended by reading it again.
     */
    private DeadLetter letter(TableId table, RecordPosition record, String reason, long nowMillis) {
        return new DeadLetter(
                new RecordPosition(
                        record.shard(),
                        record.sequenceNumber() + "/" + fate.column(),
                        record.partitionKey(),
                        record.arrivalMillis()),
                table.toString(),
                "",
                DeadLetter.Stage.RESOLVE,
                reason,
                "",
                nowMillis);
    }
}
