package io.dmstocrate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.JsonText;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.SchemaEvent;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.dms.TableSighting;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.NameUse;
import io.dmstocrate.flow.PendingChange;
import io.dmstocrate.flow.RowVersions;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.SplitOutcome;
import io.dmstocrate.flow.Sweep;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.flow.TableLife;
import io.dmstocrate.flow.TableMemory;
import io.dmstocrate.flow.Transfer;
import io.dmstocrate.flow.TypeNews;
import io.dmstocrate.flow.WideColumn;
import io.dmstocrate.flow.Widening;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values of every type and shape that crosses the network.
 *
 * <p>The bytes under {@code resources/wire} were written from the lists without "huge" in their
 * name: append to those lists at their end, and change nothing before it.
 */
final class WireSamples {

    private static final TableId TABLE = new TableId("shop", "orders");
    private static final TableId CONTROL_TABLE = new TableId("", "awsdms_status");
    private static final RecordPosition POSITION =
            new RecordPosition(
                    "shardId-000000000000",
                    "49664459213214506049272029928136046394554240732946759682",
                    "shop.orders.17",
                    1_750_507_606_091L);
    private static final RecordPosition FILE_POSITION =
            new RecordPosition("file:größe/数.json", "1", "", -1);
    private static final byte[] PAYLOAD = "{\"data\":{\"id\":17}}".getBytes(UTF_8);
    private static final Row EVERY_KIND =
            new Row(
                    Columns.of("id", "größe", "数", "flag", "other", "none", "json", "empty"),
                    new Object[] {
                        17L,
                        "12 µm",
                        "数 and 😀",
                        true,
                        false,
                        null,
                        new JsonText("{\"a\":[1,2]}"),
                        ""
                    });
    private static final Row NUMBERS =
            new Row(
                    Columns.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"),
                    new Object[] {
                        0L,
                        -1L,
                        Long.MAX_VALUE,
                        Long.MIN_VALUE,
                        new BigDecimal("12.50"),
                        new BigDecimal("-0.000"),
                        new BigDecimal("1E+1000000000"),
                        new BigDecimal("-1E-2147483647"),
                        new BigDecimal(new BigInteger("9223372036854775808"), 3),
                        new BigDecimal("-123456789012345678901234567890.123456789"),
                        new BigDecimal(Long.MIN_VALUE)
                    });
    private static final Row TORN_SURROGATES =
            new Row(
                    Columns.of("first", "second", "nul"),
                    new Object[] {"\uD83D", "a\uDE00b\uD83D", "\u0000\u007F\u0080\u00FF\u0100"});
    private static final TableDefinition DEFINITION =
            new TableDefinition(
                    TABLE,
                    List.of(
                            new Column("id", DmsType.INT64, -1, -1, -1, false),
                            new Column("price", DmsType.NUMERIC, -1, 18, 4, true),
                            new Column("note", DmsType.STRING, 200, -1, -1, true),
                            Column.of("größe", DmsType.UNKNOWN)),
                    List.of("id"));

    private WireSamples() {}

    static RawRecord[] rawRecords() {
        return new RawRecord[] {
            new RawRecord(POSITION, PAYLOAD), new RawRecord(FILE_POSITION, new byte[0])
        };
    }

    static RawRecord hugeRawRecord() {
        return new RawRecord(POSITION, "x".repeat(3_000_000).getBytes(UTF_8));
    }

    static RowChange[] rowChanges() {
        List<RowChange> changes = new ArrayList<>();
        for (Operation operation :
                List.of(Operation.LOAD, Operation.INSERT, Operation.UPDATE, Operation.DELETE)) {
            changes.add(rowChange(operation, EVERY_KIND, Row.empty()));
        }
        changes.add(rowChange(Operation.UPDATE, NUMBERS, EVERY_KIND));
        changes.add(rowChange(Operation.DELETE, Row.empty(), TORN_SURROGATES));
        for (SourcePosition.Ordering ordering :
                List.of(
                        SourcePosition.Ordering.POSTGRESQL_LSN,
                        SourcePosition.Ordering.MYSQL_BINLOG,
                        SourcePosition.Ordering.COMMIT_TIMESTAMP,
                        SourcePosition.Ordering.ARRIVAL,
                        SourcePosition.Ordering.LOAD)) {
            changes.add(
                    new RowChange(
                            CONTROL_TABLE,
                            Operation.INSERT,
                            EVERY_KIND,
                            Row.empty(),
                            -1,
                            SourcePosition.of("0YqQ-é", ordering),
                            FILE_POSITION,
                            new byte[0]));
        }
        return changes.toArray(new RowChange[0]);
    }

    /** Text longer than 64 KB, of one and of two bytes a character, and a thousand columns. */
    static RowChange hugeRowChange() {
        String[] names = new String[1000];
        Object[] values = new Object[1000];
        for (int i = 0; i < names.length; i++) {
            names[i] = "column " + i;
            values[i] = (long) i;
        }
        values[0] = "a".repeat(2_000_000);
        values[1] = "数".repeat(1_000_000);
        values[2] = new BigDecimal("9".repeat(100_000));
        return rowChange(Operation.LOAD, new Row(Columns.of(names), values), Row.empty());
    }

    private static RowChange rowChange(Operation operation, Row row, Row before) {
        return new RowChange(
                TABLE,
                operation,
                row,
                before,
                1_750_507_606_087_663L,
                SourcePosition.of("0YqQcW5-nP3", SourcePosition.Ordering.POSTGRESQL_LSN),
                POSITION,
                PAYLOAD);
    }

    static SchemaEvent[] schemaEvents() {
        List<SchemaEvent> events = new ArrayList<>();
        for (SchemaChange.Kind kind :
                List.of(
                        SchemaChange.Kind.CREATE_TABLE,
                        SchemaChange.Kind.DROP_TABLE,
                        SchemaChange.Kind.RENAME_TABLE,
                        SchemaChange.Kind.ADD_COLUMN,
                        SchemaChange.Kind.DROP_COLUMN,
                        SchemaChange.Kind.RENAME_COLUMN,
                        SchemaChange.Kind.COLUMN_TYPE_CHANGE,
                        SchemaChange.Kind.CHANGE_COLUMNS)) {
            events.add(schemaChange(kind, Optional.empty()));
        }
        events.add(schemaChange(SchemaChange.Kind.CREATE_TABLE, Optional.of(DEFINITION)));
        events.add(
                new SchemaChange(
                        "", "", SchemaChange.Kind.OTHER, "stop", Optional.empty(), 0, POSITION));
        events.add(
                new TableSighting(
                        TABLE,
                        List.of(
                                new TableSighting.SeenColumn("a", TableSighting.ValueKind.NULL),
                                new TableSighting.SeenColumn("b", TableSighting.ValueKind.BOOLEAN),
                                new TableSighting.SeenColumn("c", TableSighting.ValueKind.INTEGER),
                                new TableSighting.SeenColumn("d", TableSighting.ValueKind.DECIMAL),
                                new TableSighting.SeenColumn("e", TableSighting.ValueKind.JSON),
                                new TableSighting.SeenColumn("数", TableSighting.ValueKind.TEXT)),
                        1_750_507_606_087_663L,
                        -1));
        events.add(new TableSighting(CONTROL_TABLE, List.of(), -1, 5));
        return events.toArray(new SchemaEvent[0]);
    }

    private static SchemaChange schemaChange(
            SchemaChange.Kind kind, Optional<TableDefinition> definition) {
        return new SchemaChange(
                "shop", "orders", kind, "the word of DMS", definition, 1_750_507_606L, POSITION);
    }

    static KeyedChange[] keyedChanges() {
        List<KeyedChange> changes = new ArrayList<>();
        for (KeyedChange.Word word :
                List.of(
                        KeyedChange.Word.WHOLE,
                        KeyedChange.Word.PARTIAL,
                        KeyedChange.Word.DELETE)) {
            changes.add(keyed(word, KeyedChange.Phase.LOAD, KeyedChange.Part.ALL, EVERY_KIND));
        }
        changes.add(
                keyed(
                        KeyedChange.Word.DELETE,
                        KeyedChange.Phase.CHANGE,
                        KeyedChange.Part.OLD_KEY,
                        Row.empty()));
        changes.add(
                keyed(
                        KeyedChange.Word.WHOLE,
                        KeyedChange.Phase.CHANGE,
                        KeyedChange.Part.NEW_KEY,
                        NUMBERS));
        changes.add(
                new KeyedChange(
                        "shop.orders/17",
                        TABLE,
                        KeyedChange.Word.DELETE,
                        KeyedChange.Phase.CHANGE,
                        KeyedChange.Part.OLD_KEY,
                        2,
                        NUMBERS,
                        1_750_507_606_087_663L,
                        SourcePosition.of("0YqQcW5", SourcePosition.Ordering.MYSQL_BINLOG),
                        POSITION,
                        PAYLOAD,
                        5,
                        1_750_507_606_087_662L,
                        "shop.orders/18",
                        List.of("note", "数")));
        changes.add(
                keyed(
                        KeyedChange.Word.WHOLE_UPDATE,
                        KeyedChange.Phase.CHANGE,
                        KeyedChange.Part.ALL,
                        NUMBERS));
        return changes.toArray(new KeyedChange[0]);
    }

    private static KeyedChange keyed(
            KeyedChange.Word word, KeyedChange.Phase phase, KeyedChange.Part part, Row row) {
        return new KeyedChange(
                "shop.orders\u001f17\u001f数",
                TABLE,
                word,
                phase,
                part,
                row.size() == 0 ? 0 : 2,
                row,
                1_750_507_606_087_663L,
                SourcePosition.of("0YqQcW5", SourcePosition.Ordering.MYSQL_BINLOG),
                POSITION,
                PAYLOAD,
                word == KeyedChange.Word.WHOLE ? 300 : 0,
                part == KeyedChange.Part.ALL ? 0 : 1_750_507_606_087_662L,
                "",
                List.of());
    }

    static RowWrite[] rowWrites() {
        return new RowWrite[] {
            rowWrite(RowWrite.Kind.UPSERT, EVERY_KIND, true),
            rowWrite(RowWrite.Kind.UPSERT, TORN_SURROGATES, false),
            rowWrite(RowWrite.Kind.DELETE, NUMBERS, true),
            rowWrite(RowWrite.Kind.DELETE, Row.empty(), true),
            new RowWrite(
                    "shop.orders/17",
                    TABLE,
                    RowWrite.Kind.CARRY,
                    1,
                    NUMBERS,
                    RowVersions.whole("00YqQcW5-nP3"),
                    false,
                    1_750_507_606_087_663L,
                    POSITION,
                    PAYLOAD,
                    6,
                    0,
                    List.of(
                            new Transfer(
                                    Transfer.Kind.TAKE,
                                    "5f1d",
                                    List.of("note", "数"),
                                    List.of("1a", "0"),
                                    "00YqQcW5-nP3"),
                            Transfer.of(Transfer.Kind.WANT, "5f1e", List.of("note")))),
            new RowWrite(
                    "shop.orders/17",
                    TABLE,
                    RowWrite.Kind.DELETE,
                    1,
                    NUMBERS,
                    RowVersions.whole("00YqQcW5-nP3"),
                    false,
                    1_750_507_606_087_663L,
                    POSITION,
                    PAYLOAD,
                    6,
                    0,
                    List.of(
                            new Transfer(
                                    Transfer.Kind.LOOK,
                                    "",
                                    List.of("数"),
                                    List.of(),
                                    "00YqQcW5-nP3"),
                            Transfer.of(Transfer.Kind.STRAND, "", List.of("note"))))
        };
    }

    private static final RowVersions VERSIONS =
            new RowVersions("00YqQcW5-nP3", "00YqQcW5-nP1", Map.of("größe", "00YqQcW5-nP2"));

    private static RowWrite rowWrite(RowWrite.Kind kind, Row row, boolean counted) {
        return new RowWrite(
                "shop.orders\u001f17",
                TABLE,
                kind,
                row.size() == 0 ? 0 : 1,
                row,
                counted ? RowVersions.whole("00YqQcW5-nP3") : VERSIONS,
                counted,
                1_750_507_606_087_663L,
                POSITION,
                PAYLOAD,
                counted ? 0 : 300,
                counted ? 0 : 1_750_507_606_087_662L,
                List.of());
    }

    static TableAnnouncement[] tableAnnouncements() {
        return new TableAnnouncement[] {
            new TableAnnouncement(TABLE, Optional.empty(), false, List.of(), ""),
            new TableAnnouncement(
                    TABLE,
                    Optional.of(DEFINITION),
                    false,
                    List.of(1_750_507_606_087_663L, 1_750_507_606_087_664L),
                    ""),
            new TableAnnouncement(
                    CONTROL_TABLE, Optional.of(DEFINITION), true, List.of(-1L), "größer als 数"),
            new TableAnnouncement(
                    TABLE,
                    Optional.of(DEFINITION),
                    false,
                    List.of(),
                    "",
                    List.of(ColumnFate.gone("数", 1_750_507_606_087_663L)),
                    List.of(new ColumnFate("größe", "", 5), new ColumnFate("a", "b", -1)),
                    new TypeNews(
                            300,
                            List.of(new WideColumn("数", "dms_wide_2_数")),
                            List.of("a", "größe"),
                            Map.of()),
                    1_750_507_606_087_662L,
                    1_750_507_606_087_665L),
            new TableAnnouncement(
                    TABLE,
                    Optional.of(DEFINITION),
                    false,
                    List.of(),
                    "",
                    List.of(),
                    List.of(),
                    new TypeNews(301, List.of(), List.of(), Map.of("größe", 1L, "数", 301L)),
                    0,
                    0,
                    true,
                    0),
            new TableAnnouncement(
                    TABLE,
                    Optional.of(DEFINITION),
                    false,
                    List.of(),
                    "",
                    List.of(),
                    List.of(),
                    TypeNews.NONE,
                    0,
                    0,
                    true,
                    1_750_507_606_087_663L)
        };
    }

    static TableMemory[] tableMemories() {
        return new TableMemory[] {
            new TableMemory(
                    TABLE,
                    Optional.empty(),
                    false,
                    "",
                    List.of(),
                    List.of(),
                    List.of(new TableSighting.SeenColumn("数", TableSighting.ValueKind.TEXT)),
                    -1,
                    -1,
                    List.of(),
                    List.of(),
                    List.of(),
                    0,
                    List.of(),
                    List.of(),
                    TableLife.FIRST,
                    Map.of(),
                    List.of(),
                    0),
            new TableMemory(
                    CONTROL_TABLE,
                    Optional.of(DEFINITION),
                    true,
                    "größer als 数",
                    List.of(-1L, 1_750_507_606_087_664L),
                    List.of(new Sweep(1_750_507_606_087_664L, 7, true), Sweep.of(5)),
                    List.of(),
                    1_750_507_606_087_663L,
                    1_750_507_606_087_664L,
                    List.of(
                            new SchemaChange(
                                    TABLE.schema(),
                                    TABLE.name(),
                                    SchemaChange.Kind.RENAME_COLUMN,
                                    "rename-column",
                                    Optional.of(DEFINITION),
                                    1_750_507_606_087_663L,
                                    POSITION)),
                    List.of(ColumnFate.gone("数", 3)),
                    List.of(
                            new PendingChange(
                                    new ColumnFate("a", "b", 1_750_507_606_087_663L),
                                    "rename-column at 1",
                                    7,
                                    true),
                            PendingChange.of(ColumnFate.gone("c", 1), "")),
                    7,
                    List.of(
                            new Widening(
                                    "dms_wide_1_größe",
                                    Column.of("größe", DmsType.STRING),
                                    "change-columns at 1",
                                    true,
                                    7,
                                    true),
                            Widening.of(
                                    "b", new Column("a", DmsType.NUMERIC, -1, 38, 4, false), "")),
                    List.of("größe"),
                    new TableLife(
                            1_750_507_606_087_664L,
                            true,
                            List.of(1_750_507_606_087_663L),
                            1_750_507_606_087_665L),
                    Map.of(),
                    List.of(),
                    0),
            new TableMemory(
                    TABLE,
                    Optional.of(DEFINITION),
                    false,
                    "",
                    List.of(),
                    List.of(),
                    List.of(),
                    -1,
                    -1,
                    List.of(),
                    List.of(),
                    List.of(),
                    301,
                    List.of(),
                    List.of(),
                    TableLife.FIRST,
                    Map.of("größe", 1L, "数", 301L),
                    List.of(
                            new SchemaChange(
                                    TABLE.schema(),
                                    TABLE.name(),
                                    SchemaChange.Kind.ADD_COLUMN,
                                    "add-column",
                                    Optional.of(DEFINITION),
                                    1_750_507_606_087_663L,
                                    POSITION)),
                    0),
            new TableMemory(
                    TABLE,
                    Optional.of(DEFINITION),
                    false,
                    "",
                    List.of(),
                    List.of(),
                    List.of(),
                    -1,
                    -1,
                    List.of(),
                    List.of(),
                    List.of(),
                    0,
                    List.of(),
                    List.of(),
                    TableLife.FIRST,
                    Map.of(),
                    List.of(
                            new SchemaChange(
                                    TABLE.schema(),
                                    TABLE.name(),
                                    SchemaChange.Kind.CREATE_TABLE,
                                    "create-table",
                                    Optional.of(DEFINITION),
                                    1_750_507_606_087_663L,
                                    POSITION)),
                    1_750_507_606_087_663L)
        };
    }

    static SplitOutcome[] splitOutcomes() {
        return new SplitOutcome[] {
            new SplitOutcome(
                    POSITION.id(),
                    TABLE,
                    KeyedChange.Part.OLD_KEY,
                    SplitOutcome.Outcome.CONTRIBUTED),
            new SplitOutcome(
                    POSITION.id(), TABLE, KeyedChange.Part.NEW_KEY, SplitOutcome.Outcome.DUPLICATE),
            new SplitOutcome(
                    FILE_POSITION.id(),
                    CONTROL_TABLE,
                    KeyedChange.Part.ALL,
                    SplitOutcome.Outcome.SUPERSEDED)
        };
    }

    static NameUse[] nameUses() {
        return new NameUse[] {
            new NameUse(TABLE, List.of("größe", "数"), 1_750_507_606_087_663L, POSITION),
            new NameUse(CONTROL_TABLE, List.of(), -1, FILE_POSITION)
        };
    }

    static DeadLetter[] deadLetters() {
        List<DeadLetter> letters = new ArrayList<>();
        for (DeadLetter.Stage stage :
                List.of(
                        DeadLetter.Stage.DECODE,
                        DeadLetter.Stage.RESOLVE,
                        DeadLetter.Stage.ORDER,
                        DeadLetter.Stage.SCHEMA,
                        DeadLetter.Stage.WRITE)) {
            letters.add(
                    new DeadLetter(
                            POSITION,
                            "shop.orders",
                            "id=17",
                            stage,
                            "why",
                            "{\"größe\": \"\uFFFD\"}",
                            1_750_507_606_091L));
        }
        letters.add(
                new DeadLetter(FILE_POSITION, "", "", DeadLetter.Stage.DECODE, "no JSON", "", 0));
        return letters.toArray(new DeadLetter[0]);
    }
}
