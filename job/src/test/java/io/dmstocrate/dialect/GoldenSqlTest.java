package io.dmstocrate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All statements of both dialects, as the files in {@code sql/crate} and {@code sql/postgres} have
 * them. {@code -Dsql.rewrite=true} writes the files anew, to be read before they are committed.
 */
class GoldenSqlTest {

    private static final Path FILES = Path.of("src/test/resources/sql");
    private static final boolean REWRITE = Boolean.getBoolean("sql.rewrite");

    private static final List<TargetColumn> COLUMNS =
            List.of(
                    column("id", ColumnType.of(Kind.BIGINT)),
                    column("part", ColumnType.of(Kind.TEXT)),
                    column("flag", ColumnType.of(Kind.BOOLEAN)),
                    column("small", ColumnType.of(Kind.SMALLINT)),
                    column("int", ColumnType.of(Kind.INTEGER)),
                    column("price", ColumnType.numeric(18, 4)),
                    column("real", ColumnType.of(Kind.REAL)),
                    column("double", ColumnType.of(Kind.DOUBLE)),
                    column("large", ColumnType.of(Kind.LARGE_TEXT)),
                    column("short", new ColumnType(Kind.VARCHAR, 40, -1, "")),
                    column("fixed", new ColumnType(Kind.CHAR, 2, -1, "")),
                    column("zoned", ColumnType.of(Kind.TIMESTAMP_WITH_TIME_ZONE)),
                    column("local", ColumnType.of(Kind.TIMESTAMP)),
                    column("object", ColumnType.of(Kind.OBJECT)),
                    column("other", new ColumnType(Kind.OTHER, -1, -1, "UUID")));

    private static final List<TargetColumn> FEW =
            List.of(COLUMNS.get(1), COLUMNS.get(0), COLUMNS.get(5), COLUMNS.get(13));

    /** A column came later than the table, another one later still. */
    private static final List<TargetColumn> GROWN =
            List.of(FEW.get(0), FEW.get(1), FEW.get(2), FEW.get(3).numbered(1));

    private static final List<TargetColumn> GROWN_ON =
            Stream.concat(GROWN.stream(), Stream.of(COLUMNS.get(14).numbered(2))).toList();

    private static final List<TargetColumn> NO_KEY = COLUMNS.subList(2, COLUMNS.size());

    private static final TargetTable DIRECT =
            table(Layout.DIRECT, COLUMNS, "dms_version", "", Map.of());
    private static final TargetTable UNIVERSAL =
            table(Layout.UNIVERSAL, COLUMNS, "dms_version", "", Map.of());
    private static final TargetTable SOFT =
            table(Layout.DIRECT, FEW, "dms_version", "dms_deleted", Map.of());
    private static final TargetTable GROWING =
            table(Layout.DIRECT, GROWN, "dms_version", "", Map.of());
    private static final TargetTable GROWING_ON =
            table(Layout.DIRECT, GROWN_ON, "dms_version", "", Map.of());
    private static final TargetTable UNGUARDED = table(Layout.DIRECT, FEW, "", "", Map.of());
    private static final TargetTable SET =
            table(
                    Layout.DIRECT,
                    FEW,
                    "dms_version",
                    "dms_deleted",
                    Map.of(
                            "shards", "6",
                            "replicas", "0-1",
                            "partitioned.by", "part",
                            "column.policy", "dynamic"));
    private static final TargetTable HOSTILE =
            new TargetTable(
                    new TableId("s\"; DROP TABLE t; --", "t\"'"),
                    Layout.DIRECT,
                    List.of(
                            column("i\"d", ColumnType.of(Kind.BIGINT)),
                            column("it's", ColumnType.of(Kind.TEXT))),
                    List.of("i\"d"),
                    "v\"",
                    "d\"",
                    Map.of());
    private static final TargetTable HOSTILE_UNIVERSAL =
            new TargetTable(
                    HOSTILE.id(),
                    Layout.UNIVERSAL,
                    HOSTILE.columns(),
                    HOSTILE.primaryKey(),
                    "v\"",
                    "d\"",
                    Map.of());

    private static final Versioning SOME =
            new Versioning(false, List.of(FEW.get(2).versionKey()), false);
    private static final Versioning REST = new Versioning(false, List.of(), false);
    private static final Versioning LOADED = new Versioning(true, List.of(), true);
    private static final Versioning LOADED_SINCE =
            new Versioning(false, List.of(FEW.get(2).versionKey()), true);

    static Stream<Dialect> dialects() {
        return Stream.of(new CrateDialect(), new PostgresDialect());
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void statementsAreAsWrittenDown(Dialect dialect) throws IOException {
        Path directory = FILES.resolve(dialect instanceof CrateDialect ? "crate" : "postgres");
        Map<String, String> statements = statements(dialect);
        if (REWRITE) {
            rewrite(directory, statements);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(statements.keySet());
        }
        for (Map.Entry<String, String> statement : statements.entrySet()) {
            assertThat(statement.getValue())
                    .as(statement.getKey())
                    .isEqualTo(Files.readString(directory.resolve(statement.getKey())));
        }
    }

    @Test
    void theSwitchThatRewritesIsOff() {
        assertThat(REWRITE).as("sql.rewrite: the files were written, now read them").isFalse();
    }

    private static Map<String, String> statements(Dialect dialect) {
        Map<String, String> all = new TreeMap<>();
        add(all, "create-table", dialect.createTable(DIRECT));
        add(all, "create-table-universal", dialect.createTable(UNIVERSAL));
        add(all, "create-table-with-settings", dialect.createTable(SET));
        add(all, "create-table-hostile", dialect.createTable(HOSTILE));
        add(all, "create-table-universal-hostile", dialect.createTable(HOSTILE_UNIVERSAL));
        add(all, "add-column", dialect.addColumn(DIRECT, COLUMNS.get(5)));
        add(all, "add-column-universal", dialect.addColumn(UNIVERSAL, COLUMNS.get(5)));
        add(all, "add-version-column", dialect.addVersionColumn(DIRECT));
        add(all, "add-deleted-column", dialect.addDeletedColumn(SOFT));
        add(all, "upsert", dialect.upsert(DIRECT, COLUMNS, false, Versioning.WHOLE));
        add(all, "upsert-one", dialect.upsertOne(DIRECT, COLUMNS, false, Versioning.WHOLE));
        add(all, "upsert-partial", dialect.upsert(DIRECT, FEW, false, Versioning.WHOLE));
        addNewest(all, "upsert-newest", dialect.upsertNewest(DIRECT, COLUMNS, false));
        addNewest(all, "upsert-newest-deleted", dialect.upsertNewest(SOFT, FEW, true));
        addNewest(all, "upsert-newest-universal", dialect.upsertNewest(UNIVERSAL, FEW, false));
        addNewest(
                all,
                "upsert-newest-hostile",
                dialect.upsertNewest(HOSTILE, HOSTILE.columns(), false));
        addNewest(all, "upsert-newest-unguarded", dialect.upsertNewest(UNGUARDED, FEW, false));
        add(all, "upsert-some-columns", dialect.upsert(DIRECT, FEW, false, SOME));
        add(all, "upsert-one-some-columns", dialect.upsertOne(SOFT, FEW, false, SOME));
        add(all, "upsert-universal-some-columns", dialect.upsert(UNIVERSAL, FEW, false, SOME));
        add(
                all,
                "upsert-hostile-some-columns",
                dialect.upsert(
                        HOSTILE,
                        HOSTILE.columns(),
                        false,
                        new Versioning(false, List.of("it's"), false)));
        add(all, "upsert-loaded", dialect.upsert(DIRECT, FEW, false, LOADED));
        add(all, "upsert-loaded-one", dialect.upsertOne(SOFT, FEW, false, LOADED));
        add(all, "upsert-loaded-universal", dialect.upsert(UNIVERSAL, FEW, false, LOADED));
        add(all, "upsert-loaded-and-changed", dialect.upsert(DIRECT, FEW, false, LOADED_SINCE));
        add(
                all,
                "upsert-loaded-without-added-column",
                dialect.upsert(GROWING_ON, GROWN, false, LOADED));
        add(all, "upsert-late-whole-row", dialect.upsert(DIRECT, FEW, false, REST));
        add(all, "upsert-added-column", dialect.upsert(GROWING, GROWN, false, Versioning.WHOLE));
        add(all, "upsert-late-added-column", dialect.upsert(GROWING, GROWN, false, SOME));
        add(
                all,
                "upsert-without-added-column",
                dialect.upsert(GROWING_ON, GROWN, false, Versioning.WHOLE));
        add(
                all,
                "upsert-late-without-added-column",
                dialect.upsert(GROWING_ON, GROWN, false, SOME));
        add(all, "add-column-versions", dialect.addColumnVersions(DIRECT));
        add(all, "move-column-version", dialect.moveColumnVersion(DIRECT, FEW.get(2), "other"));
        add(all, "forget-column-version", dialect.moveColumnVersion(DIRECT, FEW.get(2), ""));
        add(all, "upsert-unguarded", dialect.upsert(UNGUARDED, FEW, false, Versioning.WHOLE));
        add(
                all,
                "upsert-key-only",
                dialect.upsert(UNGUARDED, FEW.subList(0, 2), false, Versioning.WHOLE));
        add(all, "upsert-not-deleted", dialect.upsert(SOFT, FEW, false, Versioning.WHOLE));
        add(all, "upsert-deleted", dialect.upsert(SOFT, FEW.subList(0, 2), true, Versioning.WHOLE));
        add(all, "upsert-universal", dialect.upsert(UNIVERSAL, FEW, false, Versioning.WHOLE));
        add(
                all,
                "upsert-universal-one",
                dialect.upsertOne(UNIVERSAL, FEW, false, Versioning.WHOLE));
        add(
                all,
                "upsert-universal-key-only",
                dialect.upsert(UNIVERSAL, FEW.subList(0, 2), false, Versioning.WHOLE));
        add(
                all,
                "upsert-hostile",
                dialect.upsert(HOSTILE, HOSTILE.columns(), false, Versioning.WHOLE));
        add(
                all,
                "upsert-universal-hostile",
                dialect.upsert(HOSTILE_UNIVERSAL, HOSTILE.columns(), false, Versioning.WHOLE));
        add(all, "delete", dialect.delete(DIRECT, FEW.subList(0, 2)));
        add(all, "delete-universal", dialect.delete(UNIVERSAL, FEW.subList(0, 2)));
        add(all, "select-row", dialect.selectRow(DIRECT, FEW.subList(0, 2), COLUMNS));
        add(all, "select-row-unguarded", dialect.selectRow(UNGUARDED, FEW.subList(0, 2), FEW));
        add(all, "select-row-universal", dialect.selectRow(UNIVERSAL, FEW.subList(0, 2), COLUMNS));
        add(
                all,
                "select-row-hostile",
                dialect.selectRow(HOSTILE, HOSTILE.columns().subList(0, 1), HOSTILE.columns()));
        add(all, "update-row", dialect.updateRow(DIRECT, FEW.subList(0, 2), NO_KEY));
        add(all, "update-row-universal", dialect.updateRow(UNIVERSAL, FEW.subList(0, 2), NO_KEY));
        add(
                all,
                "update-row-hostile",
                dialect.updateRow(
                        HOSTILE, HOSTILE.columns().subList(0, 1), HOSTILE.columns().subList(1, 2)));
        add(all, "sweep", dialect.sweep(DIRECT));
        add(all, "sweep-soft", dialect.sweep(SOFT));
        dialect.swept(DIRECT, 20).ifPresent(sql -> add(all, "swept", sql));
        dialect.swept(SOFT, 20).ifPresent(sql -> add(all, "swept-soft", sql));
        dialect.swept(UNIVERSAL, 20).ifPresent(sql -> add(all, "swept-universal", sql));
        dialect.refresh(DIRECT.id()).ifPresent(sql -> add(all, "refresh", sql));
        return all;
    }

    private static void addNewest(
            Map<String, String> all, String name, Optional<String> statement) {
        statement.ifPresent(sql -> add(all, name, sql));
    }

    private static void add(Map<String, String> all, String name, List<String> statements) {
        add(all, name, String.join(";\n", statements));
    }

    private static void add(Map<String, String> all, String name, String statement) {
        all.put(name + ".sql", statement + ";\n");
    }

    private static void rewrite(Path directory, Map<String, String> statements) throws IOException {
        Files.createDirectories(directory);
        List<Path> old = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(old::add);
        }
        for (Path file : old) {
            Files.delete(file);
        }
        for (Map.Entry<String, String> statement : statements.entrySet()) {
            Files.writeString(directory.resolve(statement.getKey()), statement.getValue());
        }
    }

    private static TargetTable table(
            Layout layout,
            List<TargetColumn> columns,
            String version,
            String deleted,
            Map<String, String> settings) {
        return new TargetTable(
                new TableId("shop", "item"),
                layout,
                columns,
                List.of("id", "part"),
                version,
                deleted,
                settings);
    }

    private static TargetColumn column(String name, ColumnType type) {
        return new TargetColumn(name, name, type);
    }
}
