package io.dmstocrate.ordering;

import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.wire.WireTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.api.java.typeutils.TupleTypeInfo;

/**
 * A change that is kept because more may become known of its table. For the order of changes it is
 * as if it had not arrived yet; a register takes changes in any order.
 *
 * @param deadline the processing time at which it is decided by what is known then
 * @param applied whether it wrote something when it came, and was counted; then it is kept in case
 *     it has to write more
 */
record HeldChange(KeyedChange change, long deadline, boolean applied) {

    /** The state of held changes, by row; hardly any row has one. */
    static final ListStateDescriptor<Tuple3<KeyedChange, Long, Boolean>> STATE =
            new ListStateDescriptor<>(
                    "held-changes",
                    new TupleTypeInfo<>(WireTypes.KEYED_CHANGE, Types.LONG, Types.BOOLEAN));

    /** The held changes of the current row, as a list of the caller's own. */
    static List<HeldChange> read(ListState<Tuple3<KeyedChange, Long, Boolean>> state)
            throws Exception {
        List<HeldChange> held = new ArrayList<>();
        for (Tuple3<KeyedChange, Long, Boolean> entry : state.get()) {
            held.add(new HeldChange(entry.f0, entry.f1, entry.f2));
        }
        return held;
    }

    static void write(List<HeldChange> held, ListState<Tuple3<KeyedChange, Long, Boolean>> state)
            throws Exception {
        List<Tuple3<KeyedChange, Long, Boolean>> entries = new ArrayList<>(held.size());
        for (HeldChange entry : held) {
            entries.add(Tuple3.of(entry.change, entry.deadline, entry.applied));
        }
        // An empty list clears.
        state.update(entries);
    }

    /** Whether both are deliveries of one change. */
    boolean isSame(HeldChange other) {
        return change.phase() == other.change.phase()
                && change.source().equals(other.change.source());
    }

    /**
     * Whether the other change can make no difference besides this one, whatever may become known:
     * this one says all of the row and is newer in any case, or is the same in a later message. (Of
     * a changed key not if the other was read when more columns were known that it leaves out.)
     */
    boolean makesNothingOf(HeldChange other) {
        if (isSame(other)) {
            return change.timestampMicros() >= other.change.timestampMicros()
                    && change.leftOut().containsAll(other.change.leftOut());
        }
        // That there is a later revision must not be forgotten: see isAhead.
        return saysAllThat(other)
                && change.revision() >= other.change.revision()
                && ChangeVersion.of(change).isNewerInAnyCase(ChangeVersion.of(other.change));
    }

    /** Whether this change says something of every column that the other writes or waits for. */
    private boolean saysAllThat(HeldChange other) {
        return switch (change.word()) {
            case WHOLE, DELETE -> true;
            case PARTIAL -> false;
            case WHOLE_UPDATE ->
                    switch (other.change.word()) {
                        case WHOLE, DELETE -> false;
                        case WHOLE_UPDATE, PARTIAL -> {
                            List<String> said = change.row().columns().names();
                            yield said.containsAll(other.change.row().columns().names())
                                    && said.containsAll(other.change.leftOut());
                        }
                    };
        };
    }

    /**
     * Whether a change takes along what older changes of its row say: of the columns that it does
     * not carry, be it that they were not known yet.
     */
    static boolean takesValuesAlong(KeyedChange change) {
        return change.part() == KeyedChange.Part.OLD_KEY;
    }

    /**
     * Whether a newer word on the whole row had come before a change, and is held: it may have made
     * nothing of a word that the change should take along.
     *
     * @param earlier what had come before the change
     */
    static boolean isOvertaken(KeyedChange change, List<HeldChange> earlier) {
        ChangeVersion version = ChangeVersion.of(change);
        for (HeldChange entry : earlier) {
            if (entry.change.word() != KeyedChange.Word.PARTIAL
                    && ChangeVersion.of(entry.change).isNewerInAnyCase(version)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a change was made by a later revision of the definition than is known here. It may be
     * dropped for a newer one before its columns are known; so nothing that takes values along is
     * decided as long as there is one.
     */
    static boolean isAhead(List<HeldChange> held, long revision) {
        return held.stream().anyMatch(entry -> entry.change.revision() > revision);
    }
}
