package io.dmstocrate.sink;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.target.Rejection;
import io.dmstocrate.target.TableBatch;
import io.dmstocrate.target.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Writes a batch and accounts for every record in it: when {@link #write} returns, each of them is
 * in the target or in the dead letters.
 *
 * <p>Runs on the writer's own thread, so that the next batch can be built meanwhile.
 */
final class BatchWriter {

    private static final long SWEEP_INTERVAL_MILLIS = Duration.ofHours(1).toMillis();

    private final Target target;
    private final SinkOptions options;
    private final long parcelLifeMillis;
    private final LongSupplier clockMillis;
    private final Transfers transfers;
    private long nextSweepMillis;

    /**
     * Makes a writer of batches.
     *
     * @param parcelLife how long a parcel is kept after its last change
     */
    BatchWriter(Target target, SinkOptions options, Duration parcelLife, LongSupplier clockMillis) {
        this.parcelLifeMillis = parcelLife.toMillis();
        this.target = target;
        this.options = options;
        this.clockMillis = clockMillis;
        this.transfers = new Transfers(target);
    }

    /**
     * Writes a batch.
     *
     * @return how many records were applied and how many became dead letters, for each table
     * @throws io.dmstocrate.target.TargetException if the database does not answer or refuses as a
     *     whole; then nothing is known of the batch and it must be written again
     * @throws RejectedRowException if a row does not fit and the job is to fail for it
     */
    Tally write(ChangeBuffer buffer) {
        if (buffer.rows() == 1 && !buffer.foldedRows().get(0).first().transfers().isEmpty()) {
            return writeWithTransfers(buffer.foldedRows().get(0).first());
        }
        Map<FoldedRow, String> rejected = new LinkedHashMap<>();
        for (ChangeBuffer.Statement statement : buffer.statements()) {
            for (Rejection rejection : target.apply(statement.batch())) {
                rejected.put(statement.rows().get(rejection.row()), rejection.reason());
            }
        }
        Tally tally = new Tally();
        List<DeadLetter> letters = new ArrayList<>();
        for (FoldedRow row : buffer.foldedRows()) {
            String reason = rejected.isEmpty() ? null : rejected.get(row);
            if (reason == null) {
                row.forEachWrite(write -> countApplied(tally, write));
            } else {
                writeOneByOne(row, reason, tally, letters);
            }
        }
        if (!letters.isEmpty()) {
            target.keep(letters);
        }
        return tally;
    }

    /** A row that values go from or come to: those that go are taken before it is written. */
    private Tally writeWithTransfers(RowWrite write) {
        Tally tally = new Tally();
        Set<String> stranded = transfers.stranded(write);
        String told = stranded.isEmpty() ? "" : stranded(stranded);
        if (!stranded.isEmpty()) {
            // Before the row goes: behind a failure nobody could find out any more.
            keep(write, told);
        }
        Set<String> lost = new TreeSet<>(transfers.carry(write, false));
        String reason = write.kind() == RowWrite.Kind.CARRY ? null : rejection(write);
        if (reason == null) {
            lost.addAll(transfers.carry(write, true));
            reason = lost.isEmpty() ? null : lost(lost);
            if (tellsOnly(write)) {
                countLetter(tally, write);
            } else {
                countApplied(tally, write);
            }
        } else {
            countLetter(tally, write);
        }
        if (reason != null) {
            keep(write, told.isEmpty() ? reason : reason + " " + told);
        }
        sweepParcels();
        return tally;
    }

    private void keep(RowWrite write, String reason) {
        if (options.onRejected() == SinkOptions.OnRejected.FAIL) {
            throw new RejectedRowException(write, reason);
        }
        target.keep(List.of(letter(write, reason)));
    }

    /** Whether nothing of a record gets anywhere but into a dead letter. */
    private static boolean tellsOnly(RowWrite write) {
        return write.kind() == RowWrite.Kind.CARRY
                && write.transfers().stream().noneMatch(step -> step.kind().isByParcel());
    }

    private static void countLetter(Tally tally, RowWrite write) {
        if (write.counted()) {
            tally.count(write.table(), Outcome.DEAD_LETTERS, 1);
        }
    }

    /** Where values travel, old parcels go now and then; nobody has to tell the writers to. */
    private void sweepParcels() {
        long now = clockMillis.getAsLong();
        if (now >= nextSweepMillis) {
            target.sweepParcels(now - parcelLifeMillis);
            nextSweepMillis = now + SWEEP_INTERVAL_MILLIS;
        }
    }

    private static String lost(Set<String> columns) {
        return "The primary key of a row was changed by an update that does not carry the columns "
                + columns
                + ", and their values are no longer in the target: a newer row of the old key came"
                + " first, or the row was loaded while its key changed. The row stands under its"
                + " new key without them. Reload the table, or write the columns again at the"
                + " source; let the source log whole rows (PostgreSQL: REPLICA IDENTITY FULL,"
                + " Oracle: supplemental logging ALL, DMS: IncludeNullAndEmpty = true).";
    }

    private static String stranded(Set<String> columns) {
        return "The primary key of a row was changed by an update that was read before the columns "
                + columns
                + " were known and does not carry them, as the control record that adds them came"
                + " late. Values of the row in these columns stayed behind with the old key, unless"
                + " newer ones have been written to the new key since. Reload the table, or write"
                + " the columns again at the source; let the source log whole rows (PostgreSQL:"
                + " REPLICA IDENTITY FULL, Oracle: supplemental logging ALL, DMS:"
                + " IncludeNullAndEmpty = true).";
    }

    /** One bad write must not take the others of its row with it. */
    private void writeOneByOne(
            FoldedRow row, String foldedReason, Tally tally, List<DeadLetter> letters) {
        for (RowWrite write : row.writes()) {
            String reason = row.isSingle() ? foldedReason : rejection(write);
            if (reason == null) {
                countApplied(tally, write);
                continue;
            }
            if (options.onRejected() == SinkOptions.OnRejected.FAIL) {
                throw new RejectedRowException(write, reason);
            }
            countLetter(tally, write);
            letters.add(letter(write, reason));
        }
    }

    private String rejection(RowWrite write) {
        TableBatch single = ChangeBuffer.single(write);
        List<Rejection> rejections = target.apply(single);
        return rejections.isEmpty() ? null : rejections.get(0).reason();
    }

    private static void countApplied(Tally tally, RowWrite write) {
        if (write.counted()) {
            tally.count(write.table(), Outcome.APPLIED, 1);
        }
    }

    private DeadLetter letter(RowWrite write, String reason) {
        return new DeadLetter(
                write.position(),
                write.table().toString(),
                KeyText.of(write),
                DeadLetter.Stage.WRITE,
                reason,
                new String(write.payload(), StandardCharsets.UTF_8),
                clockMillis.getAsLong());
    }
}
