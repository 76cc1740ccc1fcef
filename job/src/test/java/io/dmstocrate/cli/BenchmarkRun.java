package io.dmstocrate.cli;

import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.JobOptions;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs the job as the command {@code run} does, for benchmarks. */
public final class BenchmarkRun {

    private BenchmarkRun() {}

    public static void run(int parallelism, List<String> keys) throws Exception {
        new JobRun(
                        DmsToCrateJob::define,
                        OptionalInt.of(parallelism),
                        new PrintWriter(Writer.nullWriter()))
                .execute(JobOptions.load(Optional.empty(), keys));
    }
}
