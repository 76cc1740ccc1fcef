package io.dmstocrate.schema;

import static io.dmstocrate.testing.OptionTexts.problems;
import static io.dmstocrate.testing.OptionTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.mapping.TableOptions;
import io.dmstocrate.schema.SchemaOptions.ChangeKind;
import io.dmstocrate.schema.SchemaOptions.DropTable;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaOptionsTest {

    @Test
    void defaults() {
        assertThat(read(SchemaOptions::read))
                .isEqualTo(
                        new SchemaOptions(
                                SchemaPolicy.LENIENT,
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
                                SchemaPolicy.LENIENT,
                                DropTable.KEEP,
                                Duration.ofSeconds(5),
                                10,
                                false));
    }

    @Test
    void policyOfAKindGoesBeforeTheGeneralOneAndThatOfATableBeforeBoth() {
        SchemaOptions options =
                read(
                        SchemaOptions::read,
                        "--Schema.changes=fail",
                        "--Schema.changes.drop.column=ignore");
        TableOptions evolving = evolving();

        assertThat(options.policy(TableOptions.DEFAULT, ChangeKind.ADD_COLUMN))
                .isEqualTo(SchemaPolicy.FAIL);
        assertThat(options.policy(TableOptions.DEFAULT, ChangeKind.DROP_COLUMN))
                .isEqualTo(SchemaPolicy.IGNORE);
        assertThat(options.policy(evolving, ChangeKind.ADD_COLUMN)).isEqualTo(SchemaPolicy.EVOLVE);
        assertThat(options.policy(evolving, ChangeKind.DROP_COLUMN)).isEqualTo(SchemaPolicy.EVOLVE);
    }

    @Test
    void wordsOfPoliciesAreChecked() {
        assertThat(problems(SchemaOptions::read, "--Schema.changes.add.column=follow"))
                .containsExactly(
                        "Schema.changes.add.column: can't be read; write one of evolve, lenient,"
                                + " ignore, fail");
    }

    private static TableOptions evolving() {
        TableOptions none = TableOptions.DEFAULT;
        return new TableOptions(
                none.primaryKey(),
                none.target(),
                none.layout(),
                none.columnTypes(),
                none.settings(),
                none.generation(),
                Optional.of(SchemaPolicy.EVOLVE));
    }

    @Test
    void wordsAreChecked() {
        assertThat(problems(SchemaOptions::read, "--Schema.control.tables=maybe"))
                .containsExactly("Schema.control.tables: can't be read; write true or false");
    }
}
