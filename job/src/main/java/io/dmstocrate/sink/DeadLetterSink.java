package io.dmstocrate.sink;

import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Keeps the dead letters of all parts but the sink in the target, each once, at the latest before
 * the next checkpoint completes.
 */
public final class DeadLetterSink implements Sink<DeadLetter> {

    private static final long serialVersionUID = 1;

    /** Dead letters hold whole records; this many are a statement of moderate size. */
    private static final int LETTERS_AT_ONCE = 500;

    private final SinkOptions options;
    private final TargetFactory targets;

    public DeadLetterSink(SinkOptions options, TargetFactory targets) {
        this.options = options;
        this.targets = targets;
    }

    @Override
    public SinkWriter<DeadLetter> createWriter(WriterInitContext context) {
        return new Writer(
                targets.open(),
                context.getProcessingTimeService(),
                options.flushInterval().toMillis());
    }

    private static final class Writer implements SinkWriter<DeadLetter> {

        private final Target target;
        private final ProcessingTimeService timers;
        private final long intervalMillis;
        private final List<DeadLetter> letters = new ArrayList<>();

        Writer(Target target, ProcessingTimeService timers, long intervalMillis) {
            this.target = target;
            this.timers = timers;
            this.intervalMillis = intervalMillis;
        }

        @Override
        public void write(DeadLetter letter, Context context) {
            letters.add(letter);
            if (letters.size() >= LETTERS_AT_ONCE) {
                flush(false);
            } else if (letters.size() == 1) {
                ScheduledFuture<?> unused =
                        timers.registerTimer(
                                timers.getCurrentProcessingTime() + intervalMillis,
                                time -> flush(false));
            }
        }

        @Override
        public void flush(boolean endOfInput) {
            if (!letters.isEmpty()) {
                target.keep(letters);
                letters.clear();
            }
        }

        @Override
        public void close() {
            target.close();
        }
    }
}
