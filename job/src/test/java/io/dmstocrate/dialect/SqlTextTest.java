package io.dmstocrate.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SqlTextTest {

    @Test
    void namesAreQuoted() {
        assertThat(SqlText.identifier("a\"b")).isEqualTo("\"a\"\"b\"");
        assertThat(SqlText.table(new TableId("s", "t"))).isEqualTo("\"s\".\"t\"");
        assertThat(SqlText.literal("it's")).isEqualTo("'it''s'");
    }

    @Test
    void whatCanBeNoNameIsRefused() {
        assertThatThrownBy(() -> SqlText.identifier(""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SqlText.identifier("a\0b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * With names that try to end their quotes, every statement has the same words and the same
     * punctuation as with harmless ones.
     */
    @Property
    void noNameBreaksOutOfItsQuotes(
            @ForAll("hostile") String schema,
            @ForAll("hostile") String table,
            @ForAll("hostile") String key,
            @ForAll("hostile") String column) {
        for (Dialect dialect : List.of(new CrateDialect(), new PostgresDialect())) {
            for (Layout layout : Layout.values()) {
                assertThat(skeletons(dialect, layout, "a" + schema, "b" + table, key, column + "c"))
                        .isEqualTo(skeletons(dialect, layout, "as", "bt", "k", "cc"));
            }
        }
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "\"; DROP TABLE x; --",
                        "'",
                        "''",
                        "\"\"",
                        "a\\'",
                        "$$",
                        "/*",
                        "?",
                        "k\" = 1 --"),
                Arbitraries.strings().withChars("\"'\\;-?ab \u00fc").ofMinLength(1).ofMaxLength(6));
    }

    private static List<String> skeletons(
            Dialect dialect, Layout layout, String schema, String name, String key, String column) {
        TargetColumn id = new TargetColumn("key" + key, "k", ColumnType.of(Kind.BIGINT));
        TargetColumn other = new TargetColumn(column, "c", ColumnType.numeric(4, 2));
        TargetTable table =
                new TargetTable(
                        new TableId(schema, name),
                        layout,
                        List.of(id, other),
                        List.of(id.name()),
                        "version" + column,
                        "deleted" + column,
                        Map.of());
        List<String> statements = new ArrayList<>(dialect.createTable(table));
        statements.add(dialect.addColumn(table, other));
        statements.add(dialect.addVersionColumn(table));
        statements.add(dialect.addDeletedColumn(table));
        statements.add(dialect.renameColumn(table, other, "new" + column));
        statements.add(dialect.dropColumn(table, other));
        statements.add(dialect.upsert(table, table.columns(), false, Versioning.WHOLE));
        statements.add(dialect.upsertOne(table, table.columns(), false, Versioning.WHOLE));
        statements.add(dialect.delete(table, List.of(id)));
        statements.add(dialect.sweep(table));
        dialect.swept(table, 1).ifPresent(statements::add);
        return statements.stream().map(SqlTextTest::skeleton).toList();
    }

    /** A statement with what is in quotes left out. */
    private static String skeleton(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        StringBuilder skeleton = new StringBuilder();
        while (!tokens.isAtEnd()) {
            skeleton.append(tokens.isQuoted() ? "x" : tokens.value()).append(' ');
            tokens.next();
        }
        return skeleton.toString();
    }
}
