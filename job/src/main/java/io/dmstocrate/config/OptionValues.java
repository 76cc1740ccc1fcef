package io.dmstocrate.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

/**
 * Turns the texts of one property group into typed values.
 *
 * <p>A value that is wrong is noted as a problem, and the default stands in for it, so that the
 * reading goes on and finds the other problems too.
 */
public final class OptionValues {

    private final String group;
    private final Map<String, String> texts;
    private final Configuration values;
    private final Problems problems;

    public OptionValues(PropertyGroups groups, String group, Problems problems) {
        this.group = group;
        this.texts = groups.group(group);
        this.values = Configuration.fromMap(texts);
        this.problems = problems;
    }

    public boolean has(ConfigOption<?> option) {
        return texts.containsKey(option.key());
    }

    /** Every key of the group with its text. */
    public Map<String, String> texts() {
        return texts;
    }

    /** The value, or the default. */
    public <T> T get(ConfigOption<T> option) {
        try {
            return values.get(option);
        } catch (IllegalArgumentException e) {
            problem(option, "can't be read", "write " + expected(option));
            return option.defaultValue();
        }
    }

    /** The value, if there is one that can be read. */
    public <T> Optional<T> find(ConfigOption<T> option) {
        try {
            return values.getOptional(option);
        } catch (IllegalArgumentException e) {
            problem(option, "can't be read", "write " + expected(option));
            return Optional.empty();
        }
    }

    /** The value of an option without a default, if there is one of these words. */
    public <E extends Enum<E>> Optional<E> find(ConfigOption<E> option, Class<E> words) {
        try {
            return values.getOptional(option);
        } catch (IllegalArgumentException e) {
            problem(option, "can't be read", "write " + oneOf(words));
            return Optional.empty();
        }
    }

    /** A whole number of at least 1. */
    public int positive(ConfigOption<Integer> option) {
        int value = get(option);
        if (value < 1) {
            problem(option, "must be at least 1", "write " + expected(option));
            return option.defaultValue();
        }
        return value;
    }

    /** A size of at least one byte. */
    public long positiveBytes(ConfigOption<MemorySize> option) {
        long value = get(option).getBytes();
        if (value < 1) {
            problem(option, "must be at least 1 byte", "write " + expected(option));
            return option.defaultValue().getBytes();
        }
        return value;
    }

    /** A duration of at least a millisecond. */
    public Duration positiveDuration(ConfigOption<Duration> option) {
        Duration value = get(option);
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            problem(option, "must be at least 1 ms", "write " + expected(option));
            return option.defaultValue();
        }
        return value;
    }

    /** A point in time as ISO 8601 writes it, with its zone. */
    public Optional<Instant> instant(ConfigOption<String> option) {
        if (!has(option)) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(get(option)).toInstant());
        } catch (DateTimeException e) {
            problem(
                    option,
                    "is not a time with its zone",
                    "write it like 2031-02-03T04:05:06Z or 2031-02-03T04:05:06.123456+01:00");
            return Optional.empty();
        }
    }

    /** Names with commas between them. */
    public List<String> names(ConfigOption<String> option) {
        if (!has(option)) {
            return List.of();
        }
        List<String> names = Arrays.stream(get(option).split(",", -1)).map(String::trim).toList();
        if (names.contains("")) {
            problem(option, "has an empty name", "write names with one comma between them");
        }
        if (names.stream().distinct().count() < names.size()) {
            problem(option, "has a name twice", "write each name once");
        }
        return names;
    }

    /** A text to keep from view. */
    public Secret secret(ConfigOption<String> option) {
        return has(option) ? Secret.load(get(option), key(option), problems) : Secret.NONE;
    }

    /** Notes what is wrong with the value of an option. */
    public void problem(ConfigOption<?> option, String what, String remedy) {
        problems.add(key(option), what, remedy);
    }

    /** The option's key with its group. */
    public String key(ConfigOption<?> option) {
        return group + "." + option.key();
    }

    private static String expected(ConfigOption<?> option) {
        Object value = option.defaultValue();
        if (value instanceof Integer) {
            return "a whole number, such as " + value;
        }
        if (value instanceof Duration) {
            return "a duration, such as 500 ms, 1 s, 5 min or 7 d";
        }
        if (value instanceof MemorySize) {
            return "a size, such as 512 kb or 8 mb";
        }
        if (value instanceof Enum<?> constant) {
            return oneOf(constant.getDeclaringClass());
        }
        return "true or false";
    }

    private static String oneOf(Class<? extends Enum<?>> words) {
        return "one of "
                + String.join(
                        ", ",
                        Arrays.stream(words.getEnumConstants()).map(Object::toString).toList());
    }
}
