package io.dmstocrate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dialect.CrateTableText.Table;
import io.dmstocrate.dialect.CrateTableText.TableColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrateTableTextTest {

    private static final String TABLE =
            """
            CREATE TABLE IF NOT EXISTS "tt"."probe" (
               "id" BIGINT NOT NULL,
               "A, ""b(" TEXT DEFAULT 'x, ) "y" ''z' NOT NULL,
               "big" TEXT INDEX OFF STORAGE WITH (
                  columnstore = false
               ),
               "n" NUMERIC(18, 4),
               "t" TIMESTAMP WITH TIME ZONE,
               "vc" VARCHAR(5),
               "g" INTEGER GENERATED ALWAYS AS "id" + length("vc"),
               "arr" ARRAY(OBJECT(DYNAMIC) AS (
                  "q" TEXT
               )),
               "shape" GEO_SHAPE INDEX USING GEOHASH WITH (
                  distance_error_pct = 0.025
               ),
               "data" OBJECT(DYNAMIC) AS (
                  "a" TEXT,
                  "deep" OBJECT(IGNORED) AS (
                     "x" BIGINT
                  )
               ),
               "v" TEXT INDEX OFF,
               "ft" TEXT INDEX USING FULLTEXT WITH (
                  analyzer = 'standard'
               ),
               INDEX "ft2" USING FULLTEXT ("vc") WITH (
                  analyzer = 'english'
               ),
               PRIMARY KEY ("id", "data"['a'], "A, ""b("),
               CONSTRAINT tt_check CHECK("id" <> 13 AND "vc" <> ')')
            )
            CLUSTERED BY ("id") INTO 2 SHARDS
            PARTITIONED BY ("A, ""b(")
            WITH (
               column_policy = 'strict',
               number_of_replicas = '0'
            )
            """;

    private final Table table = CrateTableText.parse(TABLE);

    @Test
    void columnsAreReadInOrder() {
        assertThat(table.columns())
                .extracting(TableColumn::name)
                .containsExactly(
                        "id", "A, \"b(", "big", "n", "t", "vc", "g", "arr", "shape", "data", "v",
                        "ft");
    }

    @Test
    void typesKeepTheirNumbers() {
        assertThat(table.columns())
                .extracting(TableColumn::type)
                .startsWith(
                        "BIGINT",
                        "TEXT",
                        "TEXT",
                        "NUMERIC(18,4)",
                        "TIMESTAMP WITH TIME ZONE",
                        "VARCHAR(5)",
                        "INTEGER")
                .contains("GEO_SHAPE", "OBJECT(DYNAMIC)");
    }

    @Test
    void objectsHaveTheirColumns() {
        TableColumn data = column("data");

        assertThat(data.children()).extracting(TableColumn::name).containsExactly("a", "deep");
        assertThat(data.children().get(1).children())
                .extracting(TableColumn::name)
                .containsExactly("x");
    }

    @Test
    void storageAndNullsAreRead() {
        assertThat(column("big").indexOff()).isTrue();
        assertThat(column("big").columnStoreOff()).isTrue();
        assertThat(column("v").indexOff()).isTrue();
        assertThat(column("v").columnStoreOff()).isFalse();
        assertThat(column("id").nullable()).isFalse();
        assertThat(column("A, \"b(").nullable()).isFalse();
        assertThat(column("n").nullable()).isTrue();
    }

    @Test
    void theKeyIsReadWithItsPaths() {
        assertThat(table.primaryKey())
                .containsExactly(List.of("id"), List.of("data", "a"), List.of("A, \"b("));
    }

    @Test
    void aNamedKeyIsReadAndNoKeyIsNone() {
        assertThat(
                        CrateTableText.parse(
                                        "CREATE TABLE \"t\" (\"a\" INTEGER, CONSTRAINT k PRIMARY"
                                                + " KEY (\"a\"))")
                                .primaryKey())
                .containsExactly(List.of("a"));
        assertThat(CrateTableText.parse("CREATE TABLE \"t\" (\"a\" INTEGER)").primaryKey())
                .isEmpty();
    }

    private TableColumn column(String name) {
        return table.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
