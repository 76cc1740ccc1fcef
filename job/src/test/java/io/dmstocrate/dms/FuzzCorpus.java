package io.dmstocrate.dms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/**
 * Inputs that a coverage-guided fuzzer found worth keeping: each leads the decoder a way that none
 * of the others does. One a line, in Base 64.
 */
final class FuzzCorpus {

    private static final Path FILE = Path.of("src", "test", "resources", "dms", "fuzz-corpus.txt");

    private FuzzCorpus() {}

    static List<byte[]> load() throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        for (String line : Files.readAllLines(FILE)) {
            inputs.add(Base64.getDecoder().decode(line));
        }
        return inputs;
    }

    static void save(Collection<byte[]> inputs) throws IOException {
        List<String> lines = new ArrayList<>();
        for (byte[] input : inputs) {
            lines.add(Base64.getEncoder().encodeToString(input));
        }
        lines.sort(null);
        Files.write(FILE, lines);
    }
}
