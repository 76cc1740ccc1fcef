package io.dmstocrate.source;

import io.dmstocrate.config.Problems;
import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.source.file.DmsFileSource;
import io.dmstocrate.source.kinesis.DmsKinesisSource;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;

/**
 * Where the records of a job come from: the seam behind which one finds Kinesis or files.
 *
 * <p>Every source keeps the order of a shard, or of a file, and delivers each record at least once;
 * with checkpoints, a job's state sees it once.
 */
public interface DmsSource {

    /**
     * The source that the options name.
     *
     * @throws io.dmstocrate.config.InvalidOptionsException if this build has none of that name
     */
    static DmsSource of(SourceOptions options) {
        return switch (options.kind()) {
            case FILE -> new DmsFileSource(options.path());
            case KINESIS ->
                    switch (options.connector()) {
                        case OWN -> new DmsKinesisSource(options);
                        case APACHE -> OptInSource.APACHE.create(options);
                    };
        };
    }

    /** Looks at the outside world, and notes what would keep the source from starting. */
    void check(Problems problems);

    /** The Flink source. */
    Source<RawRecord, ?, ?> source();

    /** Whether it comes to an end by itself. */
    default boolean bounded() {
        return source().getBoundedness() == Boundedness.BOUNDED;
    }
}
