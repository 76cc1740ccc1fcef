package io.dmstocrate.cli;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.JobOptions;
import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import io.dmstocrate.target.TargetContents;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Runs the job over the recorded stream of a small shop, from a file or a Kinesis of its own, into
 * a database of its own or a given one. Leaves nothing behind but what it wrote into a given one,
 * and the software of that Kinesis in the user's cache.
 */
@Command(
        name = "demo",
        description = {
            "Shows the job at work: reads a recorded DMS stream that meets every trouble (records"
                    + " that are late, doubled, broken, sent again), into a database that is started"
                    + " for it, and tells what came of it."
        },
        customSynopsis = "dms-to-crate demo [--kinesis] [--config FILE] [--Group.key=value …]",
        footer = {
            "",
            "Into a database of yours:",
            "  dms-to-crate demo --Target.url=jdbc:postgresql://localhost:5432/"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DemoCommand implements Callable<Integer> {

    private final JobDefinition job;
    private final Map<String, String> environment;

    @Option(
            names = "--kinesis",
            description =
                    "Puts the stream into a local Kinesis first, and reads it from there. Needs"
                            + " Node.js with npm.")
    private boolean kinesis;

    @Mixin private RunArguments arguments;
    @Unmatched private List<String> keys = new ArrayList<>();
    @Spec private CommandSpec spec;

    DemoCommand(JobDefinition job) {
        this(job, System.getenv());
    }

    /** For tests: another environment. */
    DemoCommand(JobDefinition job, Map<String, String> environment) {
        this.job = requireNonNull(job, "job is null");
        this.environment = requireNonNull(environment, "environment is null");
    }

    @Override
    public Integer call() throws Exception {
        try (DemoSource source = source()) {
            List<String> all = new ArrayList<>(source.keys());
            if (targetIsGiven()) {
                all.addAll(keys);
                run(arguments.load(all));
                return 0;
            }
            say("starting a database …");
            try (EmbeddedDatabase database = EmbeddedDatabase.start()) {
                all.addAll(database.keys());
                all.addAll(keys);
                run(arguments.load(all));
            }
        }
        return 0;
    }

    private DemoSource source() throws IOException, InterruptedException {
        return kinesis
                ? KinesisDemoSource.start(new KinesisPackage(environment), this::say)
                : new FileDemoSource();
    }

    private boolean targetIsGiven() {
        // What is wrong will be told when the options are loaded.
        return PropertyGroups.load(arguments.config(), keys, JobOptions.GROUPS, new Problems())
                .has("Target", "url");
    }

    private void run(JobOptions options) throws Exception {
        say("reading the recorded stream of a small shop …");
        Instant start = Instant.now();
        Optional<RunSummary> summary =
                new JobRun(job, arguments.parallelism(), spec.commandLine().getErr())
                        .execute(options);
        if (summary.isEmpty()) {
            // On a cluster there is nobody to show anything to.
            return;
        }
        say("done in " + Duration.between(start, Instant.now()).toSeconds() + " s");
        PrintWriter out = spec.commandLine().getOut();
        try (TargetContents contents = new TargetContents(options.targetSettings())) {
            out.println(new DemoReport(summary.get(), contents));
        }
        out.println(summary.get().toLine());
        out.flush();
    }

    private void say(String text) {
        spec.commandLine().getErr().println(text);
    }
}
