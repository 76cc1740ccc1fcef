package io.dmstocrate.schema;

import static io.dmstocrate.testing.Samples.ITEM;
import static io.dmstocrate.testing.Samples.position;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.SchemaEvent;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableSighting;
import io.dmstocrate.dms.TableSighting.SeenColumn;
import io.dmstocrate.dms.TableSighting.ValueKind;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.mapping.TableOptions;
import io.dmstocrate.mapping.TableRules;
import io.dmstocrate.target.TableLookup;
import io.dmstocrate.testing.InMemoryDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaEvolutionOperatorTest {

    private static final Duration WAIT = Duration.ofSeconds(60);

    private final InMemoryDatabase database = new InMemoryDatabase();
    private KeyedOneInputStreamOperatorTestHarness<String, SchemaEvent, TableAnnouncement> operator;

    @BeforeEach
    void open() throws Exception {
        operator = harness(SchemaOptions.DropTable.REPLACE);
        operator.open();
    }

    @AfterEach
    void close() throws Exception {
        operator.close();
    }

    @Test
    void tableIsMadeBeforeItIsAnnounced() throws Exception {
        send(control(SchemaChange.Kind.CREATE_TABLE, 1, definition("id", "name")));

        assertThat(database.definition(ITEM)).isPresent();
        assertThat(last().definition()).contains(definition("id", "name"));
        assertThat(last().refusal()).isEmpty();
    }

    @Test
    void definitionThatComesAgainDoesNothing() throws Exception {
        for (int i = 0; i < 15; i++) {
            send(control(SchemaChange.Kind.CREATE_TABLE, i, definition("id", "name")));
        }

        assertThat(database.statements()).containsExactly("create shop.item");
        assertThat(operator.extractOutputValues()).hasSize(1);
    }

    @Test
    void newColumnIsAddedAndADroppedOneStays() throws Exception {
        send(control(SchemaChange.Kind.CREATE_TABLE, 1, definition("id", "name")));
        send(control(SchemaChange.Kind.CHANGE_COLUMNS, 2, definition("id", "color")));

        assertThat(database.statements())
                .containsExactly("create shop.item", "add color to shop.item");
        assertThat(last().definition().orElseThrow().columnNames().names())
                .containsExactlyInAnyOrder("id", "name", "color");
    }

    @Test
    void tableWithoutAKeyGetsTheRecordsIdentity() throws Exception {
        TableDefinition keyless =
                new TableDefinition(ITEM, definition("name").columns(), List.of());
        send(control(SchemaChange.Kind.CREATE_TABLE, 1, keyless));

        assertThat(last().appendOnly()).isTrue();
        assertThat(last().definition().orElseThrow().primaryKey()).containsExactly("dms_record_id");
    }

    @Test
    void tableThatIsThereAlreadyNeedsNoControlRecord() throws Exception {
        database.targets().open().prepare(definition("id", "name"));

        send(sighting(new SeenColumn("id", ValueKind.INTEGER)));
        assertThat(operator.extractOutputValues()).isEmpty();
        operator.setProcessingTime(31_000);

        assertThat(last().definition()).contains(definition("id", "name"));
    }

    @Test
    void tableWithAnotherKeyIsRefusedWithTheRemedy() throws Exception {
        database.targets().open().prepare(definition("name", "id"));

        send(control(SchemaChange.Kind.CREATE_TABLE, 1, definition("id", "name")));

        assertThat(last().refusal()).contains("[name]").contains("[id]").contains("target");
    }

    @Test
    void columnThatNoControlRecordNamesIsLearnedFromRowsAfterAWhile() throws Exception {
        send(control(SchemaChange.Kind.CREATE_TABLE, 1, definition("id")));
        send(
                sighting(
                        new SeenColumn("id", ValueKind.INTEGER),
                        new SeenColumn("weight", ValueKind.INTEGER)));
        send(sighting(new SeenColumn("weight", ValueKind.DECIMAL)));
        assertThat(operator.extractOutputValues()).hasSize(1);

        operator.setProcessingTime(WAIT.toMillis() / 2 + 1000);

        assertThat(last().definition().orElseThrow().column("weight"))
                .contains(Column.of("weight", DmsType.DOUBLE));
    }

    @Test
    void columnIsLearnedWhenTheStreamEnds() throws Exception {
        send(control(SchemaChange.Kind.CREATE_TABLE, 1, definition("id")));
        send(sighting(new SeenColumn("weight", ValueKind.INTEGER)));

        operator.endInput();

        assertThat(last().definition().orElseThrow().column("weight")).isPresent();
    }

    @Test
    void droppedTableBeginsAGenerationOnce() throws Exception {
        send(control(SchemaChange.Kind.CREATE_TABLE, 1, definition("id")));
        send(control(SchemaChange.Kind.DROP_TABLE, 5, null));
        send(control(SchemaChange.Kind.DROP_TABLE, 5, null));
        send(control(SchemaChange.Kind.DROP_TABLE, 3, null));

        assertThat(last().generations()).containsExactly(3L, 5L);
        assertThat(operator.extractOutputValues()).hasSize(3);
        assertThat(database.statements()).doesNotContain("sweep shop.item");
    }

    @Test
    void droppedTableMeansNothingWhereItIsKept() throws Exception {
        operator.close();
        operator = harness(SchemaOptions.DropTable.KEEP);
        operator.open();
        send(control(SchemaChange.Kind.CREATE_TABLE, 1, definition("id")));
        send(control(SchemaChange.Kind.DROP_TABLE, 5, null));

        assertThat(last().generations()).isEmpty();
    }

    @Test
    void sweepNeedsACheckpointBehindTheBeginningAndTheEndOfTheLoad() throws Exception {
        send(control(SchemaChange.Kind.CREATE_TABLE, 1, definition("id")));
        operator.snapshot(1, 1);
        send(control(SchemaChange.Kind.DROP_TABLE, 5, null));
        operator.notifyOfCompletedCheckpoint(1);
        assertThat(sweeps()).isZero();

        operator.snapshot(2, 2);
        operator.notifyOfCompletedCheckpoint(2);
        assertThat(sweeps()).isZero();

        send(new TableSighting(ITEM, List.of(), 6, 7));
        operator.setProcessingTime(2000);
        // Other shards may be behind with their loaded rows.
        assertThat(sweeps()).isZero();
        send(new TableSighting(ITEM, List.of(), 8, 7));
        operator.setProcessingTime(6000);
        assertThat(sweeps()).isZero();
        operator.setProcessingTime(8000);
        assertThat(sweeps()).isEqualTo(1);

        operator.snapshot(3, 3);
        operator.notifyOfCompletedCheckpoint(3);
        operator.setProcessingTime(300_000);
        assertThat(sweeps()).isEqualTo(1);
    }

    @Test
    void loadThatIsSilentForAWhileHasEnded() throws Exception {
        send(control(SchemaChange.Kind.CREATE_TABLE, 1, definition("id")));
        send(control(SchemaChange.Kind.DROP_TABLE, 5, null));
        send(new TableSighting(ITEM, List.of(), 6, 4));
        operator.snapshot(1, 1);
        operator.notifyOfCompletedCheckpoint(1);
        operator.setProcessingTime(30_000);
        assertThat(sweeps()).isZero();

        operator.setProcessingTime(62_000);

        assertThat(sweeps()).isEqualTo(1);
    }

    @Test
    void sweepThatWasDueSurvivesARestart() throws Exception {
        send(control(SchemaChange.Kind.CREATE_TABLE, 1, definition("id")));
        send(control(SchemaChange.Kind.DROP_TABLE, 5, null));
        OperatorSubtaskState snapshot = operator.snapshot(1, 1);
        operator.close();

        operator = harness(SchemaOptions.DropTable.REPLACE);
        operator.initializeState(snapshot);
        operator.open();
        send(new TableSighting(ITEM, List.of(), 6, 7));
        operator.snapshot(2, 2);
        operator.notifyOfCompletedCheckpoint(2);
        operator.setProcessingTime(6000);

        assertThat(sweeps()).isEqualTo(1);
    }

    @Test
    void generationThatIsDeclaredLaterBeginsAfterTheRestart() throws Exception {
        send(control(SchemaChange.Kind.CREATE_TABLE, 1, definition("id")));
        OperatorSubtaskState snapshot = operator.snapshot(1, 1);
        operator.close();

        TableOptions declared =
                new TableOptions(
                        List.of(), "", Layout.DIRECT, Map.of(), Map.of(), OptionalLong.of(5));
        operator = harness(SchemaOptions.DropTable.REPLACE, table -> declared);
        operator.initializeState(snapshot);
        operator.open();
        operator.setProcessingTime(1000);

        assertThat(last().generations()).containsExactly(5L);
    }

    @Test
    void boundedRunSweepsWithItsLastCheckpoint() throws Exception {
        send(control(SchemaChange.Kind.DROP_TABLE, 5, null));
        send(control(SchemaChange.Kind.CREATE_TABLE, 6, definition("id")));
        operator.endInput();
        assertThat(sweeps()).isZero();

        operator.snapshot(1, 1);
        operator.notifyOfCompletedCheckpoint(1);

        assertThat(sweeps()).isEqualTo(1);
    }

    private long sweeps() {
        return database.statements().stream().filter("sweep shop.item"::equals).count();
    }

    private KeyedOneInputStreamOperatorTestHarness<String, SchemaEvent, TableAnnouncement> harness(
            SchemaOptions.DropTable dropTable) throws Exception {
        return harness(dropTable, TableRules.NONE::apply);
    }

    private KeyedOneInputStreamOperatorTestHarness<String, SchemaEvent, TableAnnouncement> harness(
            SchemaOptions.DropTable dropTable, TableLookup tables) throws Exception {
        SchemaOptions options = new SchemaOptions(SchemaPolicy.LENIENT, dropTable, WAIT, 100, true);
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new SchemaEvolutionOperator(database.targets(), tables, options),
                new SchemaEvolutionOperator.TableKey(),
                Types.STRING);
    }

    private void send(SchemaEvent event) throws Exception {
        operator.processElement(new StreamRecord<>(event));
    }

    private TableAnnouncement last() {
        List<TableAnnouncement> announcements = operator.extractOutputValues();
        return announcements.get(announcements.size() - 1);
    }

    /** The first column is the key. */
    private static TableDefinition definition(String... columns) {
        return new TableDefinition(
                ITEM,
                List.of(columns).stream().map(name -> Column.of(name, DmsType.INT64)).toList(),
                List.of(columns[0]));
    }

    private static SchemaChange control(
            SchemaChange.Kind kind, long timestampMicros, TableDefinition definition) {
        return new SchemaChange(
                ITEM.schema(),
                ITEM.name(),
                kind,
                kind.name(),
                Optional.ofNullable(definition),
                timestampMicros,
                position(timestampMicros));
    }

    private static TableSighting sighting(SeenColumn... columns) {
        return new TableSighting(ITEM, List.of(columns), -1, 1);
    }
}
