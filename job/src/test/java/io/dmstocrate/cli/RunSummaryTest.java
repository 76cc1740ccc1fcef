package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunSummaryTest {

    private final RunSummary summary = summary();

    private static RunSummary summary() {
        TreeMap<String, Counts> tables = new TreeMap<>();
        tables.put("shop.item", new Counts(10, 4, 3, 1, 2, 0, 0));
        tables.put("(none)", new Counts(1, 0, 0, 0, 0, 0, 1));
        return new RunSummary(tables);
    }

    @Test
    void lineIsJsonWithTotalsAndTables() {
        assertThat(summary.toLine())
                .isEqualTo(
                        "summary: {\"records\":11,\"applied\":4,\"superseded\":3,\"duplicates\":1,"
                                + "\"control\":2,\"skipped\":0,\"deadLetters\":1,\"tables\":{"
                                + "\"(none)\":{\"records\":1,\"applied\":0,\"superseded\":0,"
                                + "\"duplicates\":0,\"control\":0,\"skipped\":0,\"deadLetters\":1},"
                                + "\"shop.item\":{\"records\":10,\"applied\":4,\"superseded\":3,"
                                + "\"duplicates\":1,\"control\":2,\"skipped\":0,\"deadLetters\":0}}}");
    }

    @Test
    void tableIsForPeople() {
        assertThat(summary.toTable())
                .isEqualTo(
                        """
                        table      records  applied  superseded  duplicates  control  skipped  deadLetters
                        (none)           1        0           0           0        0        0            1
                        shop.item       10        4           3           1        2        0            0""");
    }

    @Test
    void everyRecordIsAccountedFor() {
        assertThat(summary.total().addUp()).isTrue();
        assertThat(new Counts(2, 1, 0, 0, 0, 0, 0).addUp()).isFalse();
    }
}
