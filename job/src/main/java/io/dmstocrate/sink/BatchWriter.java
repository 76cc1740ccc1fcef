package io.dmstocrate.sink;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.target.Rejection;
import io.dmstocrate.target.TableBatch;
import io.dmstocrate.target.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Writes a batch and accounts for every record in it: when {@link #write} returns, each of them is
 * in the target or in the dead letters.
 *
 * <p>Runs on the writer's own thread, so that the next batch can be built meanwhile.
 */
final class BatchWriter {

    private final Target target;
    private final SinkOptions options;
    private final LongSupplier clockMillis;

    BatchWriter(Target target, SinkOptions options, LongSupplier clockMillis) {
        this.target = target;
        this.options = options;
        this.clockMillis = clockMillis;
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
            if (write.counted()) {
                tally.count(write.table(), Outcome.DEAD_LETTERS, 1);
            }
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
