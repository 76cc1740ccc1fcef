package io.dmstocrate.schema;

import static io.dmstocrate.testing.OptionTexts.problems;
import static io.dmstocrate.testing.OptionTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.schema.SchemaOptions.Changes;
import io.dmstocrate.schema.SchemaOptions.DropTable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SchemaOptionsTest {

    @Test
    void defaults() {
        assertThat(read(SchemaOptions::read))
                .isEqualTo(
                        new SchemaOptions(
                                Changes.LENIENT,
                                DropTable.REPLACE,
                                Duration.ofSeconds(60),
                                100_000,
                                true));
    }

    @Test
    void everyKey() {
        assertThat(
                        read(
                                SchemaOptions::read,
                                "--Schema.changes=lenient",
                                "--Schema.drop.table=keep",
                                "--Schema.wait=5 s",
                                "--Schema.wait.rows=10",
                                "--Schema.control.tables=false"))
                .isEqualTo(
                        new SchemaOptions(
                                Changes.LENIENT, DropTable.KEEP, Duration.ofSeconds(5), 10, false));
    }

    @Test
    void policyThatIsNotThereYetIsRefused() {
        assertThat(problems(SchemaOptions::read, "--Schema.changes=evolve"))
                .singleElement()
                .asString()
                .contains("evolve is not in this release");
    }

    @Test
    void wordsAreChecked() {
        assertThat(problems(SchemaOptions::read, "--Schema.control.tables=maybe"))
                .containsExactly("Schema.control.tables: can't be read; write true or false");
    }
}
