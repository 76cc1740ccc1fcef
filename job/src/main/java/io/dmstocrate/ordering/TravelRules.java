package io.dmstocrate.ordering;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.Row;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.KeyedChange.Part;
import io.dmstocrate.flow.KeyedChange.Word;
import io.dmstocrate.flow.Transfer;
import io.dmstocrate.flow.ValueRank;
import io.dmstocrate.ordering.RowRegister.Verdict;
import io.dmstocrate.ordering.Travels.Departure;
import io.dmstocrate.ordering.Travels.Want;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of {@link RowRegister}, and beyond them those of rows whose key changes by a record
 * that does not carry every column. What it leaves out are the values of the old key's row,
 * wherever they are by then; they go into a parcel, by column and each with its rank, and the
 * newest word that the old row had before it left is what the new row gets.
 *
 * <ul>
 *   <li>The row that leaves puts what it has into the parcel, and remembers where it went: an older
 *       word that comes later is put into the parcel as well.
 *   <li>The row that arrives waits for the parcel's columns, until a newer word writes them.
 *   <li>A row that leaves while it waits has what comes passed on.
 *   <li>A newer word on the old key that came before the change of the key has replaced the values:
 *       they are lost, and a row that waits for them is told so.
 *   <li>A record may seem to carry every column because one is not known yet. So it is remembered
 *       of each row that leaves by which revision of the definition that was; {@link
 *       StrandedColumns} finds what stays behind, and that is told.
 * </ul>
 *
 * <p>For all other rows it costs three looks at a field.
 */
final class TravelRules {

    private final RowRegister register = new RowRegister();
    private final List<Transfer> transfers = new ArrayList<>();
    private RowHistory history = RowHistory.NONE;
    private Row row = Row.empty();

    /** The row's history after the last judgement; the same object if nothing has changed. */
    RowHistory history() {
        return history;
    }

    /** What the last judgement writes. */
    Row row() {
        return row;
    }

    /** What the last judgement has carried from row to row. */
    List<Transfer> transfers() {
        return transfers.isEmpty() ? List.of() : List.copyOf(transfers);
    }

    boolean lacksDefinition() {
        return register.lacksDefinition();
    }

    /**
     * Judges a change of a row; see {@link RowRegister#judge}.
     *
     * @param isOvertaken whether a newer word on the whole row had come before a change that takes
     *     the row's values along; then some may have been forgotten
     */
    @SuppressWarnings("ReferenceEquality") // There is one object for those without.
    Verdict judge(
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns,
            boolean isOvertaken) {
        transfers.clear();
        Verdict verdict = register.judge(known, change, version, generations, columns);
        history = register.history();
        row = register.row();
        if (known.travels() == Travels.NONE
                && change.leftOut().isEmpty()
                && change.part() != Part.OLD_KEY) {
            return verdict;
        }
        return travel(verdict, known, change, version, generations, columns, isOvertaken);
    }

    @SuppressWarnings("ReferenceEquality") // The register keeps what it does not change.
    private Verdict travel(
            Verdict judged,
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns,
            boolean isOvertaken) {
        Verdict verdict = judged;
        boolean leaves = change.part() == Part.OLD_KEY;
        boolean arrives = change.part() == Part.NEW_KEY && !change.leftOut().isEmpty();
        if (generations.of(version.timestampMicros()) < generations.newest()) {
            return verdict;
        }
        if (leaves && known.travels().at(version, generations) != null) {
            history = known;
            row = Row.empty();
            return Verdict.DUPLICATE;
        }
        ChangeVersion base = known.base();
        int againstBase = base == null ? 1 : version.compare(base, generations);
        boolean isAgain =
                againstBase == 0
                        || (known.update() != null
                                && version.compare(known.update(), generations) == 0);
        if (isAgain && verdict == Verdict.DUPLICATE) {
            row = outdated(known, change, version, generations, columns);
            // It may come again by a later revision, and leave out more.
            if (row.size() == 0 && !arrives) {
                return verdict;
            }
            verdict = row.size() == 0 ? verdict : Verdict.UPSERT;
        }
        if (againstBase < 0) {
            return late(verdict, leaves, known, change, version, generations, columns);
        }
        List<Want> wants = new ArrayList<>(known.travels().wants());
        Travels travels = known.travels();
        if (leaves && isOvertaken) {
            travels = leaveWithout(travels, known, change, version, generations, columns);
        } else if (leaves) {
            List<String> open = leave(known, change, version, generations, columns);
            travels =
                    travels.with(
                            new Departure(
                                    version,
                                    parcelFor(change, version),
                                    open,
                                    known.with(new Travels(wants, List.of())),
                                    change.revision()),
                            generations);
        }
        meet(wants, change, version, generations);
        boolean isWanting = arrives && arrive(wants, known, change, version, generations, columns);
        history = history.with(travels.withWants(wants).orNone());
        if (isWanting && !verdict.writes()) {
            row = Row.empty();
            return Verdict.CARRY;
        }
        return verdict;
    }

    /**
     * What a word on the whole row, which has come again, says of columns that were filled by a
     * change of a former life of the table, as is known since; empty if there are none.
     */
    private static Row outdated(
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns) {
        if (change.word() != Word.WHOLE && change.word() != Word.WHOLE_UPDATE) {
            return Row.empty();
        }
        List<String> names = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < change.row().size(); i++) {
            String name = change.row().columns().name(i);
            ChangeVersion wanted = known.travels().wanted(name);
            boolean isOutdated = wanted != null && version.isNewerThan(wanted, generations);
            if (i < change.keySize()
                    || (isOutdated
                            && !isNewer(known.updated(name, columns), version, generations))) {
                names.add(name);
                values.add(change.row().value(i));
            }
        }
        return names.size() == change.keySize()
                ? Row.empty()
                : new Row(Columns.of(names), values.toArray());
    }

    /**
     * The row's values go with it, as far as they are here.
     *
     * @return the columns of which late words may tell more; of one that a newer word has replaced
     *     is not known how old what was there had been, so none can stand for it
     */
    private List<String> leave(
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns) {
        transfers.addAll(
                StrandedColumns.ofRowThatLeaves(
                        known, change, version, generations, columns, false));
        if (change.leftOut().isEmpty()) {
            return List.of();
        }
        String parcel = parcel(change.newKey(), version);
        List<String> taken = new ArrayList<>();
        List<String> ranks = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        Map<ChangeVersion, List<String>> passed = new LinkedHashMap<>();
        for (String column : change.leftOut()) {
            ChangeVersion written = known.updated(column, columns);
            ChangeVersion wanted = known.travels().wanted(column);
            if (isNewer(written, version, generations) || isNewer(wanted, version, generations)) {
                lost.add(column);
                continue;
            }
            ChangeVersion from = written == null ? known.base() : written;
            if (from != null && mayBeNewer(from, version)) {
                // A change of the row that comes late is newer than the load.
                lose(parcel, List.of(column), from.rank(generations));
                continue;
            }
            if (from != null && !from.isSameLife(version, generations)) {
                // What is known of this life comes later; the row there is another.
                if (wanted != null && wanted.isSameLife(version, generations)) {
                    passed.computeIfAbsent(wanted, none -> new ArrayList<>()).add(column);
                }
                continue;
            }
            taken.add(column);
            ranks.add(from == null ? ValueRank.UNKNOWN : from.rank(generations));
            if (wanted != null) {
                passed.computeIfAbsent(wanted, none -> new ArrayList<>()).add(column);
            }
        }
        if (!taken.isEmpty()) {
            transfers.add(
                    new Transfer(
                            Transfer.Kind.TAKE, parcel, taken, ranks, version.text(generations)));
        }
        passed.forEach((arrival, names) -> pass(change.key(), arrival, names, parcel, generations));
        lose(parcel, lost, ValueRank.LOST);
        List<String> open = new ArrayList<>(change.leftOut());
        open.removeAll(lost);
        return open;
    }

    private void pass(
            String key,
            ChangeVersion arrival,
            List<String> columns,
            String onward,
            Generations generations) {
        transfers.add(
                new Transfer(
                        Transfer.Kind.PASS,
                        parcel(key, arrival),
                        columns,
                        List.of(ValueRank.before(arrival.rank(generations))),
                        onward));
    }

    /** The values that a word of this rank may have told are not to be had, nor older ones. */
    private void lose(String parcel, List<String> columns, String rank) {
        if (!columns.isEmpty()) {
            List<String> ranks = Collections.nCopies(columns.size(), rank);
            transfers.add(new Transfer(Transfer.Kind.LOSE, parcel, columns, ranks, ""));
        }
    }

    /** What the row waits for meets what the change writes: the newer of the two stays. */
    private void meet(
            List<Want> wants, KeyedChange change, ChangeVersion version, Generations generations) {
        for (Want want : List.copyOf(wants)) {
            String parcel = parcel(change.key(), want.version());
            List<String> column = List.of(want.column());
            boolean isNewer = version.isNewerThan(want.version(), generations);
            if (isNewer
                    && (isOfAllColumns(change) || change.row().columns().contains(want.column()))) {
                wants.remove(want);
                transfers.add(Transfer.of(Transfer.Kind.DROP, parcel, column));
            } else if (!isNewer && row.columns().contains(want.column())) {
                transfers.add(Transfer.of(Transfer.Kind.REFILL, parcel, column));
            }
        }
    }

    private boolean arrive(
            List<Want> wants,
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns) {
        List<String> wanted = new ArrayList<>();
        for (String column : change.leftOut()) {
            ChangeVersion other = known.travels().wanted(column);
            if (isNotOlder(known.updated(column, columns), version, generations)
                    || isNotOlder(other, version, generations)) {
                continue;
            }
            if (other != null) {
                wants.remove(new Want(column, other));
                transfers.add(
                        Transfer.of(
                                Transfer.Kind.DROP, parcel(change.key(), other), List.of(column)));
            }
            wants.add(new Want(column, version));
            wanted.add(column);
        }
        if (wanted.isEmpty()) {
            return false;
        }
        transfers.add(
                new Transfer(
                        Transfer.Kind.WANT,
                        parcel(change.key(), version),
                        wanted,
                        List.of(),
                        version.text(generations)));
        return true;
    }

    /** A change that is older than the base: it may have been a word on a row that has left. */
    private Verdict late(
            Verdict verdict,
            boolean leaves,
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns) {
        Travels travels = known.travels();
        Departure departure = travels.after(version, generations);
        Verdict result = verdict;
        if (departure != null) {
            RowHistory former = amend(departure, change, version, generations, columns);
            if (former != null) {
                travels = travels.with(departure.with(former), generations);
                result = transfers.isEmpty() ? verdict : Verdict.CARRY;
            } else if (isKnown(departure.former(), version, generations)) {
                result = Verdict.DUPLICATE;
            }
        }
        if (leaves) {
            travels = leaveWithout(travels, known, change, version, generations, columns);
        }
        history = known.with(travels);
        return result;
    }

    /**
     * What the row would take was replaced by what came since; of which is not known how old it
     * was, so no late word can stand for it.
     */
    private Travels leaveWithout(
            Travels travels,
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns) {
        String parcel = parcelFor(change, version);
        lose(parcel, change.leftOut(), ValueRank.LOST);
        transfers.addAll(
                StrandedColumns.ofRowThatLeaves(
                        known, change, version, generations, columns, true));
        return travels.with(
                new Departure(version, parcel, List.of(), RowHistory.NONE, change.revision()),
                generations);
    }

    /**
     * Has what a late word says go after the row that has left.
     *
     * @return what is known of that row then; {@code null} if the word says nothing new
     */
    private RowHistory amend(
            Departure departure,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns) {
        RowHistory former = departure.former();
        int againstBase = former.base() == null ? 1 : version.compare(former.base(), generations);
        if (againstBase < 0 || (againstBase == 0 && !isOfAllColumns(change))) {
            return null;
        }
        List<String> given = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        List<String> newlyWanted = new ArrayList<>();
        RowHistory after;
        if (isNewestUpdateOfAll(former, change, version, generations, columns)) {
            after = former.withUpdate(version, change.revision(), columns, generations);
            for (String column : departure.columns()) {
                if (change.row().columns().contains(column) && after.version(column) == null) {
                    given.add(column);
                }
            }
        } else if (!isOfAllColumns(change)) {
            List<String> written = new ArrayList<>();
            for (int i = change.keySize(); i < change.row().size(); i++) {
                String column = change.row().columns().name(i);
                if (!isNotOlder(former.updated(column, columns), version, generations)) {
                    written.add(column);
                }
            }
            List<Want> wants = new ArrayList<>(former.travels().wants());
            if (change.part() == Part.NEW_KEY) {
                for (String column : change.leftOut()) {
                    if (!isNotOlder(former.updated(column, columns), version, generations)
                            && !isNotOlder(former.travels().wanted(column), version, generations)) {
                        wants.removeIf(want -> want.column().equals(column));
                        wants.add(new Want(column, version));
                        newlyWanted.add(column);
                        if (departure.columns().contains(column)) {
                            wanted.add(column);
                        }
                    }
                }
            }
            if (written.isEmpty() && wants.equals(former.travels().wants())) {
                return null;
            }
            after =
                    former.withColumns(written.toArray(new String[0]), written.size(), version)
                            .with(former.travels().withWants(wants));
            written.retainAll(departure.columns());
            given = written;
        } else {
            List<Want> wants = new ArrayList<>(former.travels().wants());
            wants.removeIf(want -> version.isNewerThan(want.version(), generations));
            after =
                    former.withBase(version, change.word() == Word.DELETE, generations)
                            .with(former.travels().withWants(wants).orNone());
            boolean isOutdated =
                    after.hasFewerUpdatesThan(former)
                            || wants.size() < former.travels().wants().size();
            if (againstBase == 0 && !isOutdated) {
                return null;
            }
            for (String column : departure.columns()) {
                if (after.updated(column, columns) == null) {
                    given.add(column);
                }
            }
        }
        if (mayBeNewer(version, departure.version())) {
            lose(departure.parcel(), given, version.rank(generations));
        } else if (!given.isEmpty()) {
            give(departure.parcel(), given, change, version, generations);
        }
        if (!wanted.isEmpty()) {
            pass(change.key(), version, wanted, departure.parcel(), generations);
        }
        List<String> stranded =
                StrandedColumns.ofLateWord(
                        departure, after, change, version, generations, columns, newlyWanted);
        if (!stranded.isEmpty()) {
            transfers.add(Transfer.of(Transfer.Kind.STRAND, "", stranded));
        }
        return after;
    }

    private void give(
            String parcel,
            List<String> columns,
            KeyedChange change,
            ChangeVersion version,
            Generations generations) {
        List<String> names = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < change.keySize(); i++) {
            names.add(change.row().columns().name(i));
            values.add(change.row().value(i));
        }
        List<String> ranks = new ArrayList<>();
        for (String column : columns) {
            int index = change.row().columns().indexOf(column);
            names.add(column);
            values.add(index < 0 ? null : change.row().value(index));
            ranks.add(version.rank(generations));
        }
        row = new Row(Columns.of(names), values.toArray());
        transfers.add(new Transfer(Transfer.Kind.GIVE, parcel, columns, ranks, ""));
    }

    /**
     * Whether a loaded row may be another one than the one that left: it was read when the change
     * of the key may have been committed. Capture begins before a load does, so there are such.
     */
    private static boolean mayBeNewer(ChangeVersion word, ChangeVersion left) {
        return word.phase() == KeyedChange.Phase.LOAD
                && left.position().length() >= OrderedText.FIXED_LENGTH
                && word.timestampMicros() >= OrderedText.readFixed(left.position(), 0);
    }

    /** Whether a change says something of all columns there are, also of those it lacks. */
    private static boolean isOfAllColumns(KeyedChange change) {
        return switch (change.word()) {
            case WHOLE, DELETE -> true;
            case WHOLE_UPDATE, PARTIAL -> false;
        };
    }

    private static boolean isNewestUpdateOfAll(
            RowHistory former,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns) {
        return change.word() == Word.WHOLE_UPDATE
                && columns.knows(change.revision())
                && !isNotOlder(former.update(), version, generations);
    }

    private static boolean isKnown(
            RowHistory former, ChangeVersion version, Generations generations) {
        if (former.base() != null && version.compare(former.base(), generations) == 0) {
            return true;
        }
        if (former.update() != null && version.compare(former.update(), generations) == 0) {
            return true;
        }
        for (int i = 0; i < former.columns(); i++) {
            if (former.version(i).compare(version, generations) == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNewer(
            ChangeVersion one, ChangeVersion other, Generations generations) {
        return one != null && one.isNewerThan(other, generations);
    }

    private static boolean isNotOlder(
            ChangeVersion one, ChangeVersion other, Generations generations) {
        return one != null && one.compare(other, generations) >= 0;
    }

    /** The name of the parcel for what a record leaves out; empty if it leaves out nothing. */
    private static String parcelFor(KeyedChange change, ChangeVersion version) {
        return change.leftOut().isEmpty() ? "" : parcel(change.newKey(), version);
    }

    /** The name of the parcel for the row that gets a key by the change of a version. */
    private static String parcel(String newKey, ChangeVersion version) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(newKey.getBytes(UTF_8));
            digest.update((byte) 0);
            digest.update(version.position().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
