package io.dmstocrate.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Names and values that try to end their quotes, in the ways that have worked somewhere. */
final class Hostile {

    private static final List<String> ATTACKS =
            List.of(
                    "\"; DROP TABLE \"hostile_bystander\".\"t\"; --",
                    "'; DELETE FROM \"hostile_bystander\".\"t\"; --",
                    "\"\"; DROP TABLE \"hostile_bystander\".\"t\"",
                    "\\\"; DROP TABLE \"hostile_bystander\".\"t\"; --",
                    "\\'; DROP TABLE \"hostile_bystander\".\"t\"; --",
                    "x') ON CONFLICT DO NOTHING; CREATE TABLE hostile_new (a INT); --",
                    "x\" TEXT); CREATE TABLE hostile_new (a INT); --",
                    "['a']; DROP TABLE \"hostile_bystander\".\"t\"; --",
                    "a'] = 1 OR \"b",
                    "$$; DROP TABLE \"hostile_bystander\".\"t\"; $$",
                    "$1",
                    "?",
                    "??::int",
                    "${jndi:ldap://x}",
                    "%s%n",
                    "{}",
                    "/*",
                    "*/ --",
                    "--",
                    "\n; DROP TABLE \"hostile_bystander\".\"t\"; \n",
                    "E'\\047",
                    "U&\"\\0022\"",
                    "\u02bc\uff02\u2019",
                    "1 = 1 OR \"",
                    "SELECT",
                    "NULL",
                    "a.b.c",
                    "_id",
                    "dms_deleted",
                    "excluded",
                    "r",
                    "t",
                    "~2e",
                    "~",
                    "\ud83d\ude00\"'",
                    "\u202e\" DROP");

    private static final String CHARACTERS = "\"'`\\;-?$/*()[]{}.,:=~_% \t\naZ0\u00e9\u4e2d";

    /** So that no name grows over the 63 bytes of PostgreSQL, whatever is escaped in it. */
    private static final int SHORT = 14;

    private static final int LONG = 40;

    private final Random random;
    private final int longest;

    Hostile(long seed) {
        random = new Random(seed);
        longest = chance(70) ? SHORT : LONG;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** A name of anything. */
    String name() {
        String name = chance(60) ? attack() : noise(between(1, 12));
        if (name.length() <= longest) {
            return name;
        }
        // The half of a character is no text, and never comes out of the decoder.
        boolean half = Character.isHighSurrogate(name.charAt(longest - 1));
        return name.substring(0, half ? longest - 1 : longest);
    }

    /** A value, seldom one that no database takes. */
    String value() {
        return switch (random.nextInt(10)) {
            case 0 -> "";
            case 1 -> noise(between(1, 200));
            case 2 -> attack() + attack() + attack();
            case 3 -> "before\0after";
            default -> attack();
        };
    }

    List<String> names(int count) {
        List<String> names = new ArrayList<>();
        while (names.size() < count) {
            String name = name();
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private String attack() {
        return ATTACKS.get(random.nextInt(ATTACKS.size()));
    }

    private String noise(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }
}
