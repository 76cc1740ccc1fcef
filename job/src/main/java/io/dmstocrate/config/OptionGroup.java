package io.dmstocrate.config;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/**
 * The options that one property group may hold.
 *
 * <p>A key may have a part that the user names, written {@code <name>}: {@code column.<name>.type}
 * stands for the keys of all columns.
 *
 * @param name the group's name; for a family of groups their common beginning, such as {@code
 *     Table:}
 * @param member what follows the beginning, in words, such as {@code <schema>.<table>}; empty if
 *     the group is no family
 * @param options every option of the group
 */
public record OptionGroup(String name, String member, List<ConfigOption<?>> options) {

    private static final String NAME = "<name>";

    public OptionGroup {
        options = List.copyOf(options);
    }

    /** A single group. */
    public static OptionGroup of(String name, ConfigOption<?>... options) {
        return new OptionGroup(name, "", List.of(options));
    }

    /** A family of groups with the same keys. */
    public static OptionGroup family(String name, String member, ConfigOption<?>... options) {
        return new OptionGroup(name, member, List.of(options));
    }

    public boolean isFamily() {
        return !member.isEmpty();
    }

    /** The group's name as people write it. */
    public String title() {
        return name + member;
    }

    /** Whether a property group of this name holds these options. */
    boolean isNamed(String group) {
        return isFamily()
                ? group.startsWith(name) && group.length() > name.length()
                : group.equals(name);
    }

    boolean hasKey(String key) {
        return options.stream().anyMatch(option -> isInstance(key, option.key()));
    }

    String nearestKey(String key) {
        return NearestName.of(key, options.stream().map(ConfigOption::key).toList());
    }

    /** What the user named in a key of this form; the caller knows that it is one. */
    public static String nameIn(String key, ConfigOption<?> option) {
        int start = option.key().indexOf(NAME);
        int after = option.key().length() - start - NAME.length();
        return key.substring(start, key.length() - after);
    }

    /** Whether a key is of the option's form. */
    public static boolean isInstance(String key, String form) {
        int start = form.indexOf(NAME);
        if (start < 0) {
            return key.equals(form);
        }
        String before = form.substring(0, start);
        String after = form.substring(start + NAME.length());
        return key.length() > before.length() + after.length()
                && key.startsWith(before)
                && key.endsWith(after);
    }
}
