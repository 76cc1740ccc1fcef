package io.dmstocrate.proof;

import io.dmstocrate.JobOptions;
import io.dmstocrate.mapping.SchemaPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The job's options that fit a story. */
final class JobSetup {

    private JobSetup() {}

    static JobOptions options(Story story, Mutation mutation) {
        List<String> arguments = new ArrayList<>(arguments(story));
        arguments.add("--Source.kind=file");
        arguments.add("--Source.path=none");
        arguments.add("--Target.url=jdbc:postgresql://localhost/");
        if (mutation == Mutation.GENERATION_IGNORED) {
            arguments.add("--Schema.drop.table=keep");
        }
        return JobOptions.load(Optional.empty(), arguments);
    }

    /** Those that do not depend on where the stream and the target are. */
    static List<String> arguments(Story story) {
        Style style = story.style();
        List<String> arguments = new ArrayList<>();
        arguments.add("--Sink.flush.rows=" + style.flushRows());
        arguments.add("--Sink.deletes=" + (style.softDeletes() ? "soft" : "hard"));
        if (!style.versionColumn()) {
            arguments.add("--Sink.version.column=none");
        }
        arguments.add("--Schema.changes=" + style.policy());
        // A record that comes later than this is not promised anything.
        boolean follows =
                style.features().rekeys()
                        || (style.features().ddl() && style.policy() == SchemaPolicy.EVOLVE);
        arguments.add("--Schema.wait=" + (follows ? "40 min" : "10 min"));
        if (!style.controlDetails()) {
            for (SourceTable table : story.newTables()) {
                arguments.add(
                        "--Table:" + table.id() + ".primary.key=" + String.join(",", table.key()));
            }
        }
        return arguments;
    }
}
