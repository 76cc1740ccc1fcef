package io.dmstocrate.schema;

import static io.dmstocrate.testing.Samples.ITEM;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.SchemaChange.Kind;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.TypeFit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaDiffTest {

    @Test
    void equalDefinitionsDifferInNothing() {
        assertThat(diff(Kind.CHANGE_COLUMNS, table("id", "a"), table("id", "a")).isEmpty())
                .isTrue();
        assertThat(
                        diff(Kind.CHANGE_COLUMNS, table("id", "a", "b"), table("id", "b", "a"))
                                .isEmpty())
                .isTrue();
    }

    @Test
    void columnsComeAndGo() {
        SchemaDiff diff = diff(Kind.CHANGE_COLUMNS, table("id", "a"), table("id", "b", "c"));

        assertThat(diff.gone()).extracting(Column::name).containsExactly("a");
        assertThat(diff.added()).extracting(Column::name).containsExactly("b", "c");
        assertThat(diff.rename()).isEmpty();
    }

    @Test
    void oneGoneAndOneNewAreARenameIfTheRecordSaysSo() {
        assertThat(diff(Kind.RENAME_COLUMN, table("id", "a"), table("id", "b")).rename())
                .contains(new SchemaDiff.Rename("a", "b"));
        assertThat(diff(Kind.CHANGE_COLUMNS, table("id", "a"), table("id", "b")).rename())
                .isEmpty();
        assertThat(diff(Kind.RENAME_COLUMN, table("id", "a"), table("id", "b", "c")).rename())
                .isEmpty();
    }

    @Test
    void keyThatIsRenamedIsTheSameKey() {
        assertThat(diff(Kind.RENAME_COLUMN, table("id", "a"), table("key", "a")).otherKey())
                .isFalse();
        assertThat(diff(Kind.CHANGE_COLUMNS, table("id", "a"), table("a", "id")).otherKey())
                .isTrue();
    }

    @Test
    void typeOfARenamedColumnIsCompared() {
        TableDefinition wider =
                new TableDefinition(
                        ITEM,
                        List.of(
                                Column.of("id", DmsType.INT64),
                                new Column("b", DmsType.NUMERIC, -1, 30, 2, true)),
                        List.of("id"));

        assertThat(diff(Kind.RENAME_COLUMN, table("id", "a"), wider).types())
                .singleElement()
                .satisfies(change -> assertThat(change.fit()).isEqualTo(TypeFit.WIDER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "integer | integer | SAME",
                "integer | bigint | WIDER",
                "bigint | smallint | NARROWER",
                "bigint | double | OTHER",
                "integer | double | WIDER",
                "bigint | numeric(19,0) | WIDER",
                "bigint | numeric(20,2) | OTHER",
                "numeric(10,2) | numeric(12,4) | WIDER",
                "numeric(10,2) | numeric(10,4) | OTHER",
                "numeric(10,2) | numeric(9,2) | NARROWER",
                "varchar(10) | varchar(20) | WIDER",
                "varchar(10) | text | WIDER",
                "text | large_text | WIDER",
                "large_text | text | NARROWER",
                "integer | text | WIDER",
                "text | integer | NARROWER",
                "boolean | text | WIDER",
                "timestamp with time zone | text | OTHER",
                "timestamp with time zone | timestamp | OTHER",
                "real | double | WIDER",
                "object | text | OTHER",
                "double | text | WIDER",
                "numeric(38,18) | text | WIDER",
                "bigint | boolean | NEVER",
                "bigint | timestamp | NEVER",
                "boolean | integer | OTHER",
                "timestamp | bigint | NEVER",
                "object | bigint | NEVER",
                "text | timestamp | OTHER",
                "bigint | numeric(38,18) | WIDER"
            })
    void typesFitOrNot(String has, String wants, TypeFit fit) {
        ColumnType one = ColumnTypes.parse(has);
        ColumnType other = ColumnTypes.parse(wants);

        assertThat(TypeFit.of(one, other)).isEqualTo(fit);
    }

    private static SchemaDiff diff(Kind kind, TableDefinition known, TableDefinition next) {
        return SchemaDiff.between(known, next, kind);
    }

    /** The first column is the key. */
    private static TableDefinition table(String... columns) {
        return new TableDefinition(
                ITEM,
                List.of(columns).stream().map(name -> Column.of(name, DmsType.INT64)).toList(),
                List.of(columns[0]));
    }
}
