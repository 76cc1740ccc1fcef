package io.dmstocrate.cli;

import io.dmstocrate.JobOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The arguments of every command that runs the job, save for the keys. */
final class RunArguments {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of property groups; see job/docs/configuration.md.")
    private Path config;

    @Option(
            names = "--parallelism",
            paramLabel = "NUMBER",
            description = "How many subtasks work side by side; here as many as there are cores.")
    private Integer parallelism;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the whole story of a failure.")
    private boolean verbose;

    /**
     * Loads the options.
     *
     * @param keys the other arguments, {@code --Group.key=value}; the later one wins
     */
    JobOptions load(List<String> keys) {
        return JobOptions.load(config(), keys);
    }

    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    OptionalInt parallelism() {
        return parallelism == null ? OptionalInt.empty() : OptionalInt.of(parallelism);
    }

    boolean isVerbose() {
        return verbose;
    }
}
