package io.dmstocrate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.JobOptions;
import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** Reads options from arguments, for the tests of options records. */
public final class OptionTexts {

    private OptionTexts() {}

    /** What the arguments say; they must be right. */
    public static <T> T read(BiFunction<PropertyGroups, Problems, T> reader, String... arguments) {
        Problems problems = new Problems();
        T options = reader.apply(groups(problems, arguments), problems);
        assertThat(problems.lines()).isEmpty();
        return options;
    }

    /** What is wrong with the arguments. */
    public static List<String> problems(
            BiConsumer<PropertyGroups, Problems> reader, String... arguments) {
        Problems problems = new Problems();
        reader.accept(groups(problems, arguments), problems);
        return problems.lines();
    }

    private static PropertyGroups groups(Problems problems, String... arguments) {
        return PropertyGroups.load(
                Optional.empty(), List.of(arguments), JobOptions.GROUPS, problems);
    }
}
