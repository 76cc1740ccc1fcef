package io.dmstocrate.config;

import java.util.List;

/**
 * One key given on the command line, {@code --Group.key=value}.
 *
 * <p>The group ends at the first dot. In a family of groups, whose names have dots themselves, the
 * key is the longest known one that the text ends with: {@code --Table:shop.item.primary.key=id}
 * sets {@code primary.key} of {@code Table:shop.item}.
 */
record Argument(String group, String key, String value) {

    private static final String PREFIX = "--";

    /** Takes an argument apart; null, and a problem, if it is none. */
    static Argument parse(String text, List<OptionGroup> known, Problems problems) {
        int equals = text.indexOf('=');
        if (!text.startsWith(PREFIX) || equals < 0) {
            // Without '=' the text may be a value that lost its key, perhaps a secret.
            String shown = text.startsWith(PREFIX) ? text : "an argument";
            problems.add(shown, "is not understood", "write --Group.key=value");
            return null;
        }
        String path = text.substring(PREFIX.length(), equals);
        String value = text.substring(equals + 1);
        for (OptionGroup group : known) {
            if (group.isFamily() && path.startsWith(group.name())) {
                return ofFamily(group, path, value, problems);
            }
        }
        int dot = path.indexOf('.');
        if (dot <= 0 || dot == path.length() - 1) {
            problems.add(PREFIX + path, "names no key", "write --Group.key=value");
            return null;
        }
        return new Argument(path.substring(0, dot), path.substring(dot + 1), value);
    }

    private static Argument ofFamily(
            OptionGroup group, String path, String value, Problems problems) {
        int cut = cut(group, path);
        if (cut < 0) {
            problems.add(PREFIX + path, "names no key", "write --" + group.title() + ".key=value");
            return null;
        }
        return new Argument(path.substring(0, cut), path.substring(cut + 1), value);
    }

    /**
     * The dot between group and key. Dots are tried from the left, so the first known key is the
     * longest; a key that leaves the group a name with a dot is preferred, since most tables have a
     * schema. Where no key is known, the member's own two parts are taken for the group.
     */
    private static int cut(OptionGroup group, String path) {
        int start = group.name().length();
        int firstDot = path.indexOf('.', start + 1);
        int bare = -1;
        for (int dot = firstDot; dot > 0; dot = path.indexOf('.', dot + 1)) {
            if (group.hasKey(path.substring(dot + 1))) {
                if (dot > firstDot) {
                    return dot;
                }
                bare = dot;
            }
        }
        if (bare >= 0 || firstDot < 0) {
            return bare;
        }
        int secondDot = path.indexOf('.', firstDot + 1);
        return secondDot < 0 ? firstDot : secondDot;
    }
}
