package io.dmstocrate;

import io.dmstocrate.config.InvalidOptionsException;
import io.dmstocrate.config.OptionGroup;
import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import io.dmstocrate.dms.DecoderOptions;
import io.dmstocrate.mapping.TableOptions;
import io.dmstocrate.mapping.TableRules;
import io.dmstocrate.ordering.OrderOptions;
import io.dmstocrate.schema.SchemaOptions;
import io.dmstocrate.sink.SinkOptions;
import io.dmstocrate.source.SourceOptions;
import io.dmstocrate.target.TargetOptions;
import io.dmstocrate.target.TargetSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All options of a run, loaded and checked together: whoever holds one holds a configuration in
 * which no mistake was found.
 */
public record JobOptions(
        SourceOptions source,
        TargetOptions target,
        SinkOptions sink,
        OrderOptions order,
        SchemaOptions schema,
        TableRules tables) {

    /** Every group there is. */
    public static final List<OptionGroup> GROUPS =
            List.of(
                    SourceOptions.GROUP,
                    TargetOptions.GROUP,
                    SinkOptions.GROUP,
                    OrderOptions.GROUP,
                    SchemaOptions.GROUP,
                    TableOptions.GROUP);

    /**
     * Loads the options.
     *
     * @param file a file of property groups; empty for those of the managed service, if any
     * @param arguments of the form {@code --Group.key=value}, each of which replaces one key
     * @throws InvalidOptionsException with everything that is wrong
     */
    public static JobOptions load(Optional<Path> file, List<String> arguments) {
        Problems problems = new Problems();
        PropertyGroups groups = PropertyGroups.load(file, arguments, GROUPS, problems);
        JobOptions options =
                new JobOptions(
                        SourceOptions.read(groups, problems),
                        TargetOptions.read(groups, problems),
                        SinkOptions.read(groups, problems),
                        OrderOptions.read(groups, problems),
                        SchemaOptions.read(groups, problems),
                        TableRules.read(groups, problems));
        problems.throwIfAny();
        return options;
    }

    /** How records are read. */
    public DecoderOptions decoder() {
        return new DecoderOptions(source.beforeImageField(), source.beforeImagePrefix());
    }

    /** What the target needs to know. */
    public TargetSettings targetSettings() {
        return new TargetSettings(
                target.url(),
                target.user(),
                target.password(),
                sink.versionColumn(),
                sink.deletes() == SinkOptions.Deletes.SOFT,
                tables::apply,
                TargetSettings.defaultDeadLetterTable(),
                sink.retryTimeout());
    }
}
