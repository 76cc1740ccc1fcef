package io.dmstocrate.dms;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OrderedTextTest {

    private final Random random = new Random(1);

    @Test
    void signedTextSortsLikeTheNumbers() {
        List<Long> numbers = new ArrayList<>(interestingNumbers());
        for (int i = 1; i < numbers.size(); i++) {
            assertSorted(signed(numbers.get(i - 1)), signed(numbers.get(i)));
        }
        for (int i = 0; i < 100_000; i++) {
            long one = anyLong();
            long other = anyLong();
            assertSameOrder(Long.compare(one, other), signed(one), signed(other));
        }
    }

    @Test
    void signedTextIsShort() {
        assertThat(signed(0)).hasSize(1);
        assertThat(signed(-1)).hasSize(1);
        assertThat(signed(63)).hasSize(2);
        assertThat(signed(Long.MAX_VALUE)).hasSize(12);
        assertThat(signed(Long.MIN_VALUE)).hasSize(12);
    }

    @Test
    void fixedTextSortsLikeTheNumbersAndIsReadAgain() {
        long largest = (1L << 54) - 1;
        for (int i = 0; i < 100_000; i++) {
            long one = anyLong() & largest;
            long other = i % 2 == 0 ? anyLong() & largest : Math.min(one + 1, largest);
            assertSameOrder(Long.compare(one, other), fixed(one), fixed(other));
            assertThat(fixed(one)).hasSize(OrderedText.FIXED_LENGTH);
            assertThat(OrderedText.readFixed("x" + fixed(one), 1)).isEqualTo(one);
        }
    }

    @Test
    void fixedTextStaysInItsBounds() {
        assertThat(fixed(-1)).isEqualTo(fixed(0));
        assertThat(fixed(Long.MIN_VALUE)).isEqualTo(fixed(0));
        assertThat(fixed(1L << 54)).isEqualTo(fixed((1L << 54) - 1));
        assertThat(fixed(Long.MAX_VALUE)).isEqualTo(fixed((1L << 54) - 1));
    }

    @Test
    void decimalTextSortsLikeTheNumbers() {
        for (int i = 0; i < 100_000; i++) {
            BigInteger one = anyDecimal(60);
            BigInteger other =
                    i % 4 == 0 ? one.add(BigInteger.valueOf(random.nextInt(3))) : anyDecimal(60);
            assertSameOrder(
                    one.compareTo(other), decimal(one.toString()), decimal(other.toString()));
        }
        for (int i = 0; i < 10_000; i++) {
            BigInteger one = anyDecimal(567);
            BigInteger other = anyDecimal(567);
            assertSameOrder(
                    one.compareTo(other), decimal(one.toString()), decimal(other.toString()));
        }
    }

    @Test
    void decimalTextDoesNotSeeLeadingZeros() {
        assertThat(decimal("")).isEqualTo(decimal("0")).isEqualTo(decimal("0000000000000"));
        assertThat(decimal("00000000000000000012")).isEqualTo(decimal("12"));
        assertThat(decimal("xxxxxxxxxxxx12")).isEqualTo(decimal("12"));
    }

    @Test
    void textThatFollowsDoesNotDisturbTheOrder() {
        // A position is written piece by piece: no text may be the beginning of another one.
        for (int i = 0; i < 100_000; i++) {
            long one = anyLong();
            long other = anyLong();
            if (one != other) {
                assertSameOrder(
                        Long.compare(one, other), signed(one) + signed(anyLong()), signed(other));
            }
            BigInteger first = anyDecimal(60);
            BigInteger second = anyDecimal(60);
            if (!first.equals(second)) {
                assertSameOrder(
                        first.compareTo(second),
                        decimal(first.toString()) + "z",
                        decimal(second.toString()) + "-");
            }
        }
    }

    @Test
    void textIsAscii() {
        String text = signed(random.nextLong()) + fixed(random.nextLong()) + decimal("98765432109");

        assertThat(text).matches("[-0-9A-Z_a-z]+");
    }

    private SortedSet<Long> interestingNumbers() {
        SortedSet<Long> numbers = new TreeSet<>(List.of(Long.MIN_VALUE, Long.MAX_VALUE));
        for (int bit = 0; bit < 63; bit++) {
            for (int near = -2; near <= 2; near++) {
                numbers.add((1L << bit) + near);
                numbers.add(-(1L << bit) + near);
            }
        }
        return numbers;
    }

    private long anyLong() {
        return random.nextLong() >> random.nextInt(64);
    }

    private BigInteger anyDecimal(int digits) {
        int length = 1 + random.nextInt(digits);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
        return new BigInteger(text.toString());
    }

    private static void assertSorted(String smaller, String larger) {
        assertSameOrder(-1, smaller, larger);
    }

    /** In Java, and byte by byte as databases compare. */
    private static void assertSameOrder(int expected, String one, String other) {
        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(Integer.signum(expected));
        assertThat(
                        Integer.signum(
                                Arrays.compareUnsigned(
                                        one.getBytes(StandardCharsets.UTF_8),
                                        other.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(Integer.signum(expected));
    }

    private static String signed(long value) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendSigned(text, value);
        return text.toString();
    }

    private static String fixed(long value) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendFixed(text, value);
        return text.toString();
    }

    private static String decimal(String decimals) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendDecimal(text, decimals);
        return text.toString();
    }
}
