package io.dmstocrate.cli;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.JobOptions;
import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import io.dmstocrate.target.TargetContents;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Runs the job over the recorded stream of a small shop, into a database of its own or a given one.
 * Leaves nothing behind but what it wrote into a given one.
 */
@Command(
        name = "demo",
        description = {
            "Shows the job at work: reads a recorded DMS stream that meets every trouble (records"
                    + " that are late, doubled, broken, sent again), into a database that is started"
                    + " for it, and tells what came of it."
        },
        customSynopsis = "dms-to-crate demo [--config FILE] [--Group.key=value …]",
        footer = {
            "",
            "Into a database of yours:",
            "  dms-to-crate demo --Target.url=jdbc:postgresql://localhost:5432/"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DemoCommand implements Callable<Integer> {

    static final String STREAM = "/io/dmstocrate/demo/shop.ndjson";

    private final JobDefinition job;

    @Mixin private RunArguments arguments;
    @Unmatched private List<String> keys = new ArrayList<>();
    @Spec private CommandSpec spec;

    DemoCommand(JobDefinition job) {
        this.job = requireNonNull(job, "job is null");
    }

    @Override
    public Integer call() throws Exception {
        try (TemporaryFolder folder = new TemporaryFolder()) {
            Path stream = extract(folder.path().resolve("shop.ndjson"));
            List<String> all = new ArrayList<>();
            all.add("--Source.kind=file");
            all.add("--Source.path=" + stream);
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

    private static Path extract(Path file) throws IOException {
        try (InputStream stream =
                requireNonNull(
                        DemoCommand.class.getResourceAsStream(STREAM),
                        "the recorded stream is missing")) {
            Files.copy(stream, file);
        }
        return file;
    }
}
