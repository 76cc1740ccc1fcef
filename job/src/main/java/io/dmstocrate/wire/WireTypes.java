package io.dmstocrate.wire;

import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SchemaEvent;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.NameUse;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.SplitOutcome;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.flow.TableMemory;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The Flink types of everything that crosses the network. */
public final class WireTypes {

    public static final TypeInformation<RawRecord> RAW_RECORD =
            new WireType<>(RawRecordFormat.INSTANCE);
    public static final TypeInformation<RowChange> ROW_CHANGE =
            new WireType<>(RowChangeFormat.INSTANCE);
    public static final TypeInformation<SchemaEvent> SCHEMA_EVENT =
            new WireType<>(SchemaEventFormat.INSTANCE);
    public static final TypeInformation<KeyedChange> KEYED_CHANGE =
            new WireType<>(KeyedChangeFormat.INSTANCE);
    public static final TypeInformation<RowWrite> ROW_WRITE =
            new WireType<>(RowWriteFormat.INSTANCE);
    public static final TypeInformation<TableAnnouncement> TABLE_ANNOUNCEMENT =
            new WireType<>(TableAnnouncementFormat.INSTANCE);
    public static final TypeInformation<TableMemory> TABLE_MEMORY =
            new WireType<>(TableMemoryFormat.INSTANCE);
    public static final TypeInformation<SplitOutcome> SPLIT_OUTCOME =
            new WireType<>(SplitOutcomeFormat.INSTANCE);
    public static final TypeInformation<NameUse> NAME_USE = new WireType<>(NameUseFormat.INSTANCE);

    /**
     * Flink's own serializer of texts writes them character by character, which is slow in state.
     */
    public static final TypeInformation<String> ROW_KEY = new WireType<>(RowKeyFormat.INSTANCE);

    public static final TypeInformation<DeadLetter> DEAD_LETTER =
            new WireType<>(DeadLetterFormat.INSTANCE);

    private static final List<WireFormat<?>> FORMATS =
            List.of(
                    RawRecordFormat.INSTANCE,
                    RowChangeFormat.INSTANCE,
                    SchemaEventFormat.INSTANCE,
                    KeyedChangeFormat.INSTANCE,
                    RowWriteFormat.INSTANCE,
                    TableAnnouncementFormat.INSTANCE,
                    TableMemoryFormat.INSTANCE,
                    SplitOutcomeFormat.INSTANCE,
                    NameUseFormat.INSTANCE,
                    RowKeyFormat.INSTANCE,
                    DeadLetterFormat.INSTANCE);

    private WireTypes() {}

    /** The format of this name, for a serializer that is restored. */
    static WireFormat<?> format(String id) {
        for (WireFormat<?> format : FORMATS) {
            if (format.id().equals(id)) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "This release knows no format \""
                        + id
                        + "\"; restore with the release that wrote the savepoint, or a newer one.");
    }
}
