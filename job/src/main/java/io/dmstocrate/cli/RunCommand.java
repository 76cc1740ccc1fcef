package io.dmstocrate.cli;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.JobOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs the job; if the source has an end, tells what was done and ends there. */
@Command(
        name = "run",
        description = "Runs the job.",
        customSynopsis = "dms-to-crate run [--config FILE] [--Group.key=value …]",
        footer = {
            "",
            "Example:",
            "  dms-to-crate run --Source.kind=file --Source.path=dump.ndjson"
                    + " --Target.url=jdbc:postgresql://localhost:5432/",
            "",
            "A run that reads to an end prints a summary per table, and last a line summary: {…}."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {

    private final JobDefinition job;

    @Mixin private RunArguments arguments;
    @Unmatched private List<String> keys = new ArrayList<>();
    @Spec private CommandSpec spec;

    RunCommand(JobDefinition job) {
        this.job = requireNonNull(job, "job is null");
    }

    @Override
    public Integer call() throws Exception {
        JobOptions options = arguments.load(keys);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter messages = spec.commandLine().getErr();
        Optional<RunSummary> summary =
                new JobRun(job, arguments.parallelism(), messages).execute(options);
        summary.ifPresent(
                what -> {
                    out.println(what.toTable());
                    out.println(what.toLine());
                    out.flush();
                });
        return 0;
    }
}
