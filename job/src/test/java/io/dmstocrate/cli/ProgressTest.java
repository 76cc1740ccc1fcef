package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final StringWriter out = new StringWriter();

    @Test
    void elsewhereEachWordIsLine() {
        try (Progress progress = progress(false)) {
            progress.tell();
        }

        assertThat(out.toString())
                .isEqualToIgnoringNewLines("read 1,200, applied 1,100, dead letters 3\n");
    }

    @Test
    void terminalHasOneLineWhichGoesInTheEnd() {
        try (Progress progress = progress(true)) {
            progress.tell();
            progress.tell();
        }

        assertThat(out.toString()).doesNotContain("\n").startsWith("\rread 1,200").endsWith(" \r");
    }

    private Progress progress(boolean terminal) {
        TreeMap<String, Counts> tables = new TreeMap<>();
        tables.put("a.b", new Counts(1200, 1100, 97, 0, 0, 0, 3));
        RunSummary summary = new RunSummary(tables);
        return new Progress(() -> summary, new PrintWriter(out), terminal);
    }
}
