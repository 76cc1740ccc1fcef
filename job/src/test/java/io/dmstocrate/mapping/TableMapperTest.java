package io.dmstocrate.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType.Kind;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TableMapperTest {

    private static final TableId ITEM = new TableId("shop", "item");

    private final TableMapper mapper = new TableMapper("dms_version", true);

    @Test
    void aTableKeepsItsNameItsColumnsAndItsKey() {
        TargetTable table = mapper.map(item("id", "name"), TableOptions.DEFAULT);

        assertThat(table.id()).isEqualTo(ITEM);
        assertThat(table.columns())
                .containsExactly(
                        new TargetColumn("id", "id", ColumnType.of(Kind.TEXT)),
                        new TargetColumn("name", "name", ColumnType.of(Kind.LARGE_TEXT)));
        assertThat(table.primaryKey()).containsExactly("id");
        assertThat(table.versionColumn()).isEqualTo("dms_version");
        assertThat(table.deletedColumn()).isEqualTo("dms_deleted");
    }

    @Test
    void controlTablesGoToTheirOwnSchema() {
        assertThat(mapper.target(new TableId("", "awsdms_status"), TableOptions.DEFAULT))
                .isEqualTo(new TableId("dms", "awsdms_status"));
    }

    /** The schemas "" and dms would be one, but for these. */
    @Test
    void noTableOfTheSourceMeetsTheOnesKeptThere() {
        for (String name : List.of("awsdms_status", "dead_letters", "schema_history")) {
            assertThatThrownBy(() -> mapper.target(new TableId("dms", name), TableOptions.DEFAULT))
                    .isInstanceOf(MappingException.class)
                    .hasMessageContaining("name another one with target in the group Table:dms.");
            assertThatThrownBy(() -> mapper.target(ITEM, options("dms." + name, Map.of())))
                    .isInstanceOf(MappingException.class);
        }
        assertThat(mapper.target(new TableId("dms", "item"), TableOptions.DEFAULT))
                .isEqualTo(new TableId("dms", "item"));
        assertThat(mapper.target(new TableId("", "item"), TableOptions.DEFAULT))
                .isEqualTo(new TableId("~", "item"));
    }

    @Test
    void theConfigurationNamesAnotherTable() {
        assertThat(mapper.target(ITEM, options("other.things", Map.of())))
                .isEqualTo(new TableId("other", "things"));
        assertThat(mapper.target(ITEM, options("things", Map.of())))
                .isEqualTo(new TableId("shop", "things"));
    }

    @Test
    void refusedNamesAreEscapedInColumnsAndKey() {
        TargetTable table = mapper.map(item("id", "_id"), TableOptions.DEFAULT);

        assertThat(table.columns().get(1).name()).isEqualTo("~5fid");
        assertThat(table.columns().get(1).source()).isEqualTo("_id");
    }

    @Test
    void theConfigurationOverridesAType() {
        TableOptions options = options("", Map.of("name", "object"));

        assertThat(mapper.map(item("id", "name"), options).columns().get(1).type().kind())
                .isEqualTo(Kind.OBJECT);
    }

    @Test
    void aKeyCanBeNoObject() {
        TableOptions options = options("", Map.of("id", "object"));

        assertThatThrownBy(() -> mapper.map(item("id"), options))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("shop.item")
                .hasMessageContaining("id");
    }

    @Test
    void aColumnCalledLikeTheVersionIsAnErrorThatNamesBoth() {
        assertThatThrownBy(() -> mapper.map(item("id", "dms_version"), TableOptions.DEFAULT))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("the column dms_version")
                .hasMessageContaining("Sink.version.column");
    }

    @Test
    void inTheUniversalLayoutThatNameIsFree() {
        TableOptions options =
                new TableOptions(
                        List.of(), "", Layout.UNIVERSAL, Map.of(), Map.of(), OptionalLong.empty());

        assertThat(mapper.map(item("id", "dms_version"), options).columns()).hasSize(2);
    }

    @Test
    void aTableWithoutKeyIsAnErrorWithARemedy() {
        TableDefinition keyless = new TableDefinition(ITEM, item("id").columns(), List.of());

        assertThatThrownBy(() -> mapper.map(keyless, TableOptions.DEFAULT))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("primary.key");
    }

    @Test
    void aKeyThatNamesNoColumnIsAnError() {
        TableDefinition wrong = new TableDefinition(ITEM, item("id").columns(), List.of("nope"));

        assertThatThrownBy(() -> mapper.map(wrong, TableOptions.DEFAULT))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("nope");
    }

    @Test
    void namesThatAreTooLongAreErrors() {
        assertThatThrownBy(() -> mapper.map(item("id", "é".repeat(128)), TableOptions.DEFAULT))
                .isInstanceOf(MappingException.class);
        assertThatThrownBy(
                        () ->
                                mapper.target(
                                        new TableId("s", "x".repeat(254)), TableOptions.DEFAULT))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("255");
    }

    private static TableDefinition item(String... names) {
        List<Column> columns =
                java.util.Arrays.stream(names)
                        .map(name -> Column.of(name, DmsType.STRING))
                        .toList();
        return new TableDefinition(ITEM, columns, List.of(names[0]));
    }

    private static TableOptions options(String target, Map<String, String> types) {
        return new TableOptions(
                List.of(), target, Layout.DIRECT, types, Map.of(), OptionalLong.empty());
    }
}
