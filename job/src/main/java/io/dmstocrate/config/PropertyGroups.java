package io.dmstocrate.config;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * A configuration as it is written: groups of keys and values, in the form of Amazon Managed
 * Service for Apache Flink.
 *
 * <p>Knows which groups and keys there are, not what their values mean. Has no readable text, for
 * values may be secrets.
 */
public final class PropertyGroups {

    /** Where the managed service puts an application's property groups. */
    public static final Path MANAGED_FILE = Path.of("/etc/flink/application_properties.json");

    private final TreeMap<String, TreeMap<String, String>> groups = new TreeMap<>();

    private PropertyGroups() {}

    /**
     * Puts a configuration together: the file, or else the managed service's groups where there are
     * any; then the arguments, each of which replaces one key. Every mistake is noted as a problem
     * and left out.
     *
     * @param file the file to read; empty for that of the managed service
     * @param arguments of the form {@code --Group.key=value}
     * @param known the groups that there are
     */
    public static PropertyGroups load(
            Optional<Path> file,
            List<String> arguments,
            List<OptionGroup> known,
            Problems problems) {
        return load(file, MANAGED_FILE, arguments, known, problems);
    }

    /** As above, with the managed service's groups in another place. */
    static PropertyGroups load(
            Optional<Path> file,
            Path managedFile,
            List<String> arguments,
            List<OptionGroup> known,
            Problems problems) {
        PropertyGroups result = new PropertyGroups();
        if (file.isPresent()) {
            PropertyFile.read(file.get(), result, problems);
        } else if (Files.exists(managedFile)) {
            result.readManaged(managedFile, problems);
        }
        for (String text : arguments) {
            Argument argument = Argument.parse(text, known, problems);
            if (argument != null) {
                result.put(argument.group(), argument.key(), argument.value());
            }
        }
        result.check(known, problems);
        return result;
    }

    /** The names of the groups, in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(groups.keySet());
    }

    /** The keys of a group with their values; empty if there is no such group. */
    public Map<String, String> group(String name) {
        return Collections.unmodifiableMap(groups.getOrDefault(name, new TreeMap<>()));
    }

    /** Whether the key is set. */
    public boolean has(String group, String key) {
        return group(group).containsKey(key);
    }

    /** Sets a key, whatever it was before. */
    public PropertyGroups put(String group, String key, String value) {
        groups.computeIfAbsent(group, any -> new TreeMap<>()).put(key.trim(), value.trim());
        return this;
    }

    private void readManaged(Path file, Problems problems) {
        try {
            for (Map.Entry<String, Properties> group :
                    KinesisAnalyticsRuntime.getApplicationProperties(file.toString()).entrySet()) {
                for (String key : group.getValue().stringPropertyNames()) {
                    put(group.getKey(), key, group.getValue().getProperty(key));
                }
            }
        } catch (IOException | RuntimeException e) {
            // The message of a parser may quote what it read.
            problems.add(
                    file.toString(),
                    "can't be read as property groups",
                    "see job/docs/configuration.md for their form");
        }
    }

    private static OptionGroup nearest(String name, List<OptionGroup> known) {
        String nearest = NearestName.of(name, known.stream().map(OptionGroup::name).toList());
        return known.stream()
                .filter(group -> group.name().equals(nearest))
                .findFirst()
                .orElseThrow();
    }

    private void check(List<OptionGroup> known, Problems problems) {
        groups.forEach(
                (name, values) -> {
                    Optional<OptionGroup> group =
                            known.stream().filter(one -> one.isNamed(name)).findFirst();
                    if (group.isEmpty()) {
                        problems.add(
                                name,
                                "there is no such group",
                                "the nearest one is " + nearest(name, known).title());
                        return;
                    }
                    for (String key : values.keySet()) {
                        if (!group.get().hasKey(key)) {
                            problems.add(
                                    name + "." + key,
                                    "there is no such key",
                                    "the nearest one is "
                                            + name
                                            + "."
                                            + group.get().nearestKey(key));
                        }
                    }
                });
    }
}
