package io.dmstocrate.ordering;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.KeyedChange.Part;
import io.dmstocrate.flow.KeyedChange.Phase;
import io.dmstocrate.flow.KeyedChange.Word;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.flow.TypeNews;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes of row 7 of one table, by hand. Changes stand in the order of their times. */
final class Words {

    static final TableId TABLE = new TableId("shop", "item");
    static final TableDefinition DEFINITION =
            new TableDefinition(
                    TABLE,
                    List.of(
                            Column.of("id", DmsType.INT64),
                            Column.of("a", DmsType.STRING),
                            Column.of("b", DmsType.STRING)),
                    List.of("id"));

    /** The column b came with revision 1. */
    static final KnownColumns COLUMNS = columns(1);

    private Words() {}

    /** The table's columns as they are known with a revision: since the first, it has b. */
    static KnownColumns columns(long revision) {
        TableDefinition definition =
                revision > 0
                        ? DEFINITION
                        : new TableDefinition(
                                TABLE, DEFINITION.columns().subList(0, 2), DEFINITION.primaryKey());
        return KnownColumns.of(
                new TableAnnouncement(
                        TABLE,
                        Optional.of(definition),
                        false,
                        List.of(),
                        "",
                        List.of(),
                        List.of(),
                        new TypeNews(
                                revision,
                                List.of(),
                                List.of(),
                                revision > 0 ? Map.of("b", 1L) : Map.of()),
                        0,
                        0));
    }

    static KeyedChange load(long time, String a, String b) {
        return change(Word.WHOLE, Phase.LOAD, Part.ALL, time, time, "a", a, "b", b);
    }

    static KeyedChange whole(long time, String a, String b) {
        return change(Word.WHOLE, Phase.CHANGE, Part.ALL, time, time, "a", a, "b", b);
    }

    /** An update of every column. */
    static KeyedChange update(long time, String a, String b) {
        return ofRevision(
                1, change(Word.WHOLE_UPDATE, Phase.CHANGE, Part.ALL, time, time, "a", a, "b", b));
    }

    /** An update of every column that was known before b came. */
    static KeyedChange update(long time, String a) {
        return change(Word.WHOLE_UPDATE, Phase.CHANGE, Part.ALL, time, time, "a", a);
    }

    /** An insert that was made before b was known. */
    static KeyedChange insert(long time, String a) {
        return change(Word.WHOLE, Phase.CHANGE, Part.ALL, time, time, "a", a);
    }

    /** The same change as it is read by a revision of the definition. */
    static KeyedChange ofRevision(long revision, KeyedChange change) {
        return copy(change, change.key(), change.row(), change.timestampMicros(), revision);
    }

    /** An update of some columns: names and values in turn. */
    static KeyedChange partial(long time, String... namesAndValues) {
        return change(Word.PARTIAL, Phase.CHANGE, Part.ALL, time, time, namesAndValues);
    }

    static KeyedChange delete(long time) {
        return change(Word.DELETE, Phase.CHANGE, Part.ALL, time, time);
    }

    /** The delete of the old key. */
    static KeyedChange oldKey(long time) {
        return change(Word.DELETE, Phase.CHANGE, Part.OLD_KEY, time, time);
    }

    /** The same change in a message that was built later. */
    static KeyedChange again(KeyedChange change, long time) {
        return copy(change, change.key(), change.row(), time, change.revision());
    }

    /** The same change of another row. */
    static KeyedChange ofRow(long id, KeyedChange change) {
        Object[] values = change.row().values().clone();
        values[0] = id;
        Row row = new Row(change.row().columns(), values);
        return copy(change, "shop.item/" + id, row, change.timestampMicros(), change.revision());
    }

    private static KeyedChange copy(
            KeyedChange change, String key, Row row, long time, long revision) {
        return new KeyedChange(
                key,
                change.table(),
                change.word(),
                change.phase(),
                change.part(),
                change.keySize(),
                row,
                time,
                change.source(),
                change.position(),
                change.payload(),
                revision,
                change.life(),
                change.newKey(),
                change.leftOut());
    }

    private static KeyedChange change(
            Word word, Phase phase, Part part, long time, long position, String... rest) {
        List<String> names = new ArrayList<>(List.of("id"));
        List<Object> values = new ArrayList<>(List.of(7L));
        for (int i = 0; i < rest.length; i += 2) {
            names.add(rest[i]);
            values.add(rest[i + 1]);
        }
        StringBuilder text = new StringBuilder();
        OrderedText.appendFixed(text, position);
        return new KeyedChange(
                "shop.item/7",
                TABLE,
                word,
                phase,
                part,
                1,
                new Row(Columns.of(names), values.toArray()),
                time,
                SourcePosition.of(text.toString(), SourcePosition.Ordering.POSTGRESQL_LSN),
                new RecordPosition("shard", "" + time, "", -1),
                new byte[0]);
    }
}
