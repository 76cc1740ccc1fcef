package io.dmstocrate.dms;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages records, in their bytes and in their JSON, the same way each time. */
final class RecordMutations {

    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\n",
        "null",
        "true",
        "false",
        "NaN",
        "-Infinity",
        "0",
        "-0",
        "7",
        "-1",
        "1.5",
        "5e0",
        "1e400",
        "1E-30000",
        "1e99999999999",
        "01",
        "+1",
        "2.",
        "9223372036854775807",
        "9223372036854775808",
        "1.2345678901234568e+17",
        "\"\"",
        "\"id\"",
        "\"x\"",
        "\"data\"",
        "\"metadata\"",
        "\"control\"",
        "\"before-image\"",
        "\"table-def\"",
        "\"columns\"",
        "\"primary-key\"",
        "\"type\"",
        "\"length\"",
        "\"nullable\"",
        "\"_doc\"",
        "\"_id\"",
        "\"BI_id\"",
        "\"BI_name\"",
        "\"timestamp\"",
        "\"record-type\"",
        "\"operation\"",
        "\"schema-name\"",
        "\"table-name\"",
        "\"transaction-id\"",
        "\"transaction-record-id\"",
        "\"commit-timestamp\"",
        "\"stream-position\"",
        "\"load\"",
        "\"read\"",
        "\"insert\"",
        "\"update\"",
        "\"delete\"",
        "\"create-table\"",
        "\"drop-table\"",
        "\"item\"",
        "\"2031-02-03T04:05:06Z\"",
        "\"2031-02-30T04:05:06Z\"",
        "\"0000001A/B0.2.0000001A/B0\"",
        "\"\\ud83d\\udeb2\"",
        "\"\\ud83d\"",
        "\"\\u0000\"",
        "\"\\q\"",
        "\"漢字🚲\"",
        "\"\t\"",
        "{\"a\": [1, {\"b\": 2.50}]}",
        "[[], {}]",
        "{\"id\":1}",
        "\"_doc\":{\"id\":1,\"q\":[1]},",
        "\"BI_id\":4,",
        "\"before-image\":{\"id\":1},",
        "/*",
        "#",
        "'x'",
        "x",
        "\"",
        "\\"
    };

    private static final int FIRST_VALUE = List.of(TOKENS).indexOf("null");

    private final List<byte[]> seeds;
    private final Random random;

    RecordMutations(List<byte[]> seeds, long seed) {
        this.seeds = seeds;
        this.random = new Random(seed);
    }

    /** The next damaged record. */
    byte[] next() {
        byte[] bytes = any(seeds).clone();
        for (int rounds = 1 + random.nextInt(3); rounds > 0; rounds--) {
            bytes = random.nextInt(5) < 2 ? mutateBytes(bytes) : mutateTokens(bytes);
        }
        return bytes;
    }

    private byte[] mutateBytes(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return bytes;
            }
            case 1 -> {
                bytes[at] = (byte) random.nextInt(256);
                return bytes;
            }
            case 2 -> {
                return join(
                        bytes, 0, at, bytes, Math.min(at + 1 + random.nextInt(8), bytes.length));
            }
            case 3 -> {
                byte[] inserted = new byte[bytes.length + 1];
                System.arraycopy(bytes, 0, inserted, 0, at);
                inserted[at] = (byte) random.nextInt(256);
                System.arraycopy(bytes, at, inserted, at + 1, bytes.length - at);
                return inserted;
            }
            case 4 -> {
                return Arrays.copyOf(bytes, at);
            }
            default -> {
                byte[] other = any(seeds);
                return join(bytes, 0, at, other, random.nextInt(other.length));
            }
        }
    }

    private byte[] mutateTokens(byte[] bytes) {
        List<String> tokens = tokens(new String(bytes, StandardCharsets.UTF_8));
        if (tokens.isEmpty()) {
            return bytes;
        }
        int at = random.nextInt(tokens.size());
        switch (random.nextInt(12)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, TOKENS[random.nextInt(TOKENS.length)]);
            case 2 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
            case 3 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
            case 4 -> {
                // A whole pair or group of another record, with luck.
                List<String> other = tokens(new String(any(seeds), StandardCharsets.UTF_8));
                int from = random.nextInt(other.size());
                int to = Math.min(from + 4, other.size());
                tokens.addAll(at, other.subList(from, to));
            }
            case 5 -> tokens.set(at, TOKENS[random.nextInt(TOKENS.length)]);
            default -> replaceValue(tokens, at);
        }
        return String.join("", tokens).getBytes(StandardCharsets.UTF_8);
    }

    /** What follows the next colon: the record stays JSON if the new token is a value. */
    private void replaceValue(List<String> tokens, int from) {
        int at = from;
        while (at < tokens.size() && !tokens.get(at).equals(":")) {
            at++;
        }
        do {
            at++;
        } while (at < tokens.size() && tokens.get(at).isBlank());
        if (at < tokens.size()) {
            String value = TOKENS[FIRST_VALUE + random.nextInt(TOKENS.length - FIRST_VALUE)];
            boolean opens = tokens.get(at).equals("{") || tokens.get(at).equals("[");
            tokens.set(at, opens && random.nextInt(4) > 0 ? tokens.get(at) + " " : value);
        }
    }

    /** The tokens of JSON that may be broken; without loss. */
    private static List<String> tokens(String json) {
        List<String> tokens = new ArrayList<>();
        int start = 0;
        while (start < json.length()) {
            int end = start + 1;
            char first = json.charAt(start);
            if (first == '"') {
                while (end < json.length() && json.charAt(end) != '"') {
                    end += json.charAt(end) == '\\' ? 2 : 1;
                }
                end = Math.min(end + 1, json.length());
            } else if (isOfWord(first)) {
                while (end < json.length() && isOfWord(json.charAt(end))) {
                    end++;
                }
            }
            tokens.add(json.substring(start, end));
            start = end;
        }
        return tokens;
    }

    private static boolean isOfWord(char character) {
        return "{}[],:\" \t\r\n".indexOf(character) < 0;
    }

    private static byte[] join(byte[] one, int from, int to, byte[] other, int otherFrom) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(one, from, to - from);
        joined.write(other, otherFrom, other.length - otherFrom);
        return joined.toByteArray();
    }

    private byte[] any(List<byte[]> list) {
        return list.get(random.nextInt(list.size()));
    }
}
