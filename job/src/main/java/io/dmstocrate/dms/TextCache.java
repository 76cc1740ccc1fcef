package io.dmstocrate.dms;

/**
 * Keeps text that comes again and again, so that it is one object each. Of bounded size: a text
 * takes the place of another one with the same hash.
 */
final class TextCache {

    private static final int SLOTS = 2048;
    private static final int LONGEST = 100;

    private final String[] slots = new String[SLOTS];

    String get(char[] characters, int start, int length) {
        if (length > LONGEST) {
            return new String(characters, start, length);
        }
        int hash = 0;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + characters[i];
        }
        int slot = (hash ^ hash >>> 15) & (SLOTS - 1);
        String kept = slots[slot];
        if (kept != null && equal(kept, characters, start, length)) {
            return kept;
        }
        String text = new String(characters, start, length);
        slots[slot] = text;
        return text;
    }

    private static boolean equal(String text, char[] characters, int start, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != characters[start + i]) {
                return false;
            }
        }
        return true;
    }
}
