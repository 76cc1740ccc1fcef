package io.dmstocrate.dms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextCheckTest {

    private final TextCheck check = new TextCheck();

    @Test
    void everyCharacterIsUtf8() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                continue;
            }
            assertThat(check.firstInvalid(bytes(Character.toString(point)))).isEqualTo(-1);
        }
    }

    @Test
    void judgesAsJavaDoes() {
        Random random = new Random(7);
        byte[] leads = {(byte) 0xC1, (byte) 0xC2, (byte) 0xE0, (byte) 0xED, (byte) 0xEF};
        byte[] more = {(byte) 0xF0, (byte) 0xF4, (byte) 0xF5, (byte) 0x80, (byte) 0xBF};
        for (int i = 0; i < 300_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] =
                        switch (random.nextInt(4)) {
                            case 0 -> leads[random.nextInt(leads.length)];
                            case 1 -> more[random.nextInt(more.length)];
                            case 2 -> (byte) (0x80 + random.nextInt(0x40));
                            default -> (byte) random.nextInt(0x80);
                        };
            }
            assertThat(check.firstInvalid(bytes) < 0).isEqualTo(isUtf8(bytes));
        }
    }

    @Test
    void escapedSurrogatesAreSeenWhereverTheyStand() {
        for (int before = 0; before < 20; before++) {
            for (String escape : new String[] {"\\ud83d", "\\uDEAD"}) {
                assertThat(check.firstInvalid(bytes("x".repeat(before) + escape))).isEqualTo(-1);
                assertThat(check.hasSurrogateEscapes()).isTrue();
                check.firstInvalid(bytes("é".repeat(before) + escape + "é"));
                assertThat(check.hasSurrogateEscapes()).isTrue();
            }
            check.firstInvalid(bytes("x".repeat(before) + "\\u00e9\\n\\"));
            assertThat(check.hasSurrogateEscapes()).isFalse();
        }
    }

    @Test
    void surrogatesComeInPairs() {
        assertThat(TextCheck.hasLoneSurrogate("")).isFalse();
        assertThat(TextCheck.hasLoneSurrogate("a🚲🚲b")).isFalse();
        assertThat(TextCheck.hasLoneSurrogate("a\ud83d")).isTrue();
        assertThat(TextCheck.hasLoneSurrogate("\udeb2a")).isTrue();
        assertThat(TextCheck.hasLoneSurrogate("\ud83d\ud83d\udeb2")).isTrue();
        assertThat(TextCheck.hasLoneSurrogate("\ud83da")).isTrue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
