package io.dmstocrate.flow;

import io.dmstocrate.dms.OrderedText;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How new a value is that travels in a parcel, as text: {@link #LOST}, {@link #UNKNOWN}, or the
 * word that the value was told by. A value that came from yet another row has the word by which it
 * came first, then its rank there.
 *
 * <p>Two ranks may have been made while different lives of the table were known. So a word's rank
 * tells the time of its message as well, and of two ranks each is read by what both know: a word
 * belongs to the newest life that had begun when its message was built. Words of one life are as
 * new as their phase and position say; those of two messages of one change are equal.
 *
 * <p>Ranks of before had no time. The one that their position begins with stands for it: of a load
 * it is that of the message, of a change that of the commit, which is a little earlier.
 */
public final class ValueRank {

    /**
     * Of a value that is lost for good: what was known of it was forgotten for something newer, so
     * it can't be told which older word, or which attempt's parcel, still has it.
     */
    public static final String LOST = "~";

    /** Of a value of which is not known by which word it was told. */
    public static final String UNKNOWN = "0";

    private static final char WITHOUT_TIME = '1';
    private static final char WORD = '2';
    private static final String THEN = " ";
    private static final int TIME = OrderedText.FIXED_LENGTH;

    private ValueRank() {}

    /**
     * The rank of what a word says.
     *
     * @param lifeMicros when the life of the table began that it belongs to, as far as is known
     * @param messageMicros when its message was built
     * @param phase {@link VersionText#LOAD} or {@link VersionText#CHANGE}
     * @param position the word's among those of its phase, as text that sorts
     */
    public static String of(long lifeMicros, long messageMicros, char phase, String position) {
        StringBuilder text = new StringBuilder(2 * TIME + 40).append(WORD);
        OrderedText.appendFixed(text, lifeMicros);
        OrderedText.appendFixed(text, messageMicros);
        return text.append(phase).append(position).toString();
    }

    /** The rank of a value that has a version; {@link #UNKNOWN} if that does not tell all of it. */
    public static String ofVersion(String version) {
        if (version.isEmpty() || VersionText.isLoad(version)) {
            return UNKNOWN;
        }
        String life = version.substring(0, TIME);
        String time = version.substring(version.length() - TIME);
        return WORD + life + time + VersionText.ofChange(version).substring(TIME);
    }

    /** What stands before the rank of a value that came by a word of this rank. */
    public static String before(String arrival) {
        return arrival + THEN;
    }

    /** Negative if the first is older than the second, positive if newer, 0 if as new. */
    public static int compare(String one, String other) {
        if (one.equals(other)) {
            return 0;
        }
        List<Word> first = read(one);
        List<Word> second = read(other);
        TreeSet<Long> lives = new TreeSet<>();
        first.forEach(word -> lives.add(word.life));
        second.forEach(word -> lives.add(word.life));
        for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
            int order = first.get(i).compare(second.get(i), lives);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(first.size(), second.size());
    }

    private static List<Word> read(String rank) {
        List<Word> words = new ArrayList<>();
        for (String text : rank.split(THEN, -1)) {
            words.add(Word.read(text));
        }
        return words;
    }

    /**
     * A word of a rank.
     *
     * @param life that it is known to belong to
     * @param time of its message
     * @param text its phase and position; or what stands there for none
     */
    private record Word(boolean known, long life, long time, String text) {

        private static Word read(String text) {
            if (text.length() > 2 * TIME && text.charAt(0) == WORD) {
                return new Word(
                        true,
                        OrderedText.readFixed(text, 1),
                        OrderedText.readFixed(text, 1 + TIME),
                        text.substring(1 + 2 * TIME));
            }
            if (text.length() > TIME && text.charAt(0) == WITHOUT_TIME) {
                long life = OrderedText.readFixed(text, 1);
                String word = text.substring(1 + TIME);
                long time = word.length() > TIME ? OrderedText.readFixed(word, 1) : life;
                return new Word(true, life, time, word);
            }
            return new Word(false, 0, 0, text);
        }

        private int compare(Word other, TreeSet<Long> lives) {
            if (!known || !other.known) {
                int byKind = Integer.compare(kind(), other.kind());
                return byKind != 0 ? byKind : text.compareTo(other.text);
            }
            int byLife = Long.compare(life(lives), other.life(lives));
            return byLife != 0 ? byLife : text.compareTo(other.text);
        }

        private int kind() {
            return text.equals(LOST) ? 2 : known ? 1 : 0;
        }

        /** The newest life that had begun by then; not one before that which it was made in. */
        private long life(TreeSet<Long> lives) {
            Long begun = lives.floor(time);
            return begun == null ? life : Math.max(begun, life);
        }
    }
}
