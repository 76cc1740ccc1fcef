package io.dmstocrate.ordering;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.flow.KeyedChange.Phase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of a {@link RowHistory}: about thirty for a captured change, fifty for a loaded row,
 * forty for one that was updated since, and a few more for each column that has a version of its
 * own.
 *
 * <p>The first byte tells the form; every form that was ever written is read. The second form has
 * an update behind the base; rows without one have the first. Where the row has left, the forms are
 * the third and the fourth, in which a departure has its revision. In the others it had none: then
 * it counts as one that knew the table's first columns only.
 */
final class RowHistoryFormat {

    private static final int FORM = 1;
    private static final int FORM_WITH_UPDATE = 2;
    private static final int MORE_OF_DEPARTURES = 2;
    private static final int LAST_FORM = FORM_WITH_UPDATE + MORE_OF_DEPARTURES;
    private static final int FORM_MASK = 0x0F;
    private static final int HAS_BASE = 0x10;
    private static final int IS_DELETED = 0x20;
    private static final int HAS_COLUMNS = 0x40;
    private static final int HAS_TRAVELS = 0x80;

    private static final int IS_CHANGE = 1;
    private static final int TIME_IS_IN_POSITION = 2;
    private static final int FLAG_BITS = 2;

    private RowHistoryFormat() {}

    static void write(RowHistory history, DataOutputView target) throws IOException {
        boolean hasDepartures = !history.travels().departures().isEmpty();
        int form = history.update() == null ? FORM : FORM_WITH_UPDATE;
        target.writeByte(
                (hasDepartures ? form + MORE_OF_DEPARTURES : form)
                        | (history.base() == null ? 0 : HAS_BASE)
                        | (history.isDeleted() ? IS_DELETED : 0)
                        | (history.columns() == 0 ? 0 : HAS_COLUMNS)
                        | (history.travels().isNone() ? 0 : HAS_TRAVELS));
        if (history.base() != null) {
            writeVersion(history.base(), target);
        }
        if (history.update() != null) {
            writeVersion(history.update(), target);
            writeUnsigned(Math.toIntExact(history.revision()), target);
        }
        if (history.columns() > 0) {
            writeColumns(history, target);
        }
        if (!history.travels().isNone()) {
            writeTravels(history.travels(), target);
        }
    }

    static RowHistory read(DataInputView source) throws IOException {
        int header = source.readUnsignedByte();
        int written = header & FORM_MASK;
        boolean hasMore = written > FORM_WITH_UPDATE;
        int form = hasMore ? written - MORE_OF_DEPARTURES : written;
        if (written < FORM || written > LAST_FORM) {
            throw new IOException(
                    "The history of a row was written in form "
                            + written
                            + ", which this release does not know; restore with a newer one.");
        }
        ChangeVersion base = (header & HAS_BASE) == 0 ? null : readVersion(source);
        boolean deleted = (header & IS_DELETED) != 0;
        ChangeVersion update = form == FORM ? null : readVersion(source);
        long revision = form == FORM ? 0 : readUnsigned(source);
        String[] columns = RowHistory.NO_COLUMNS;
        ChangeVersion[] versions = RowHistory.NO_VERSIONS;
        if ((header & HAS_COLUMNS) != 0) {
            ChangeVersion[] distinct = readDistinct(source);
            columns = new String[readUnsigned(source)];
            versions = new ChangeVersion[columns.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = readText(readUnsigned(source), source);
                versions[i] = distinct[readUnsigned(source)];
            }
        }
        Travels travels = (header & HAS_TRAVELS) == 0 ? Travels.NONE : readTravels(source, hasMore);
        return new RowHistory(base, deleted, update, revision, columns, versions, travels);
    }

    private static ChangeVersion[] readDistinct(DataInputView source) throws IOException {
        ChangeVersion[] distinct = new ChangeVersion[readUnsigned(source)];
        for (int i = 0; i < distinct.length; i++) {
            distinct[i] = readVersion(source);
        }
        return distinct;
    }

    /** One update writes many columns: its version is written once. */
    private static void writeColumns(RowHistory history, DataOutputView target) throws IOException {
        int count = history.columns();
        ChangeVersion[] distinct = new ChangeVersion[count];
        int[] places = new int[count];
        int found = 0;
        for (int i = 0; i < count; i++) {
            int place = 0;
            while (place < found && !distinct[place].equals(history.version(i))) {
                place++;
            }
            if (place == found) {
                distinct[found++] = history.version(i);
            }
            places[i] = place;
        }
        writeUnsigned(found, target);
        for (int i = 0; i < found; i++) {
            writeVersion(distinct[i], target);
        }
        writeUnsigned(count, target);
        for (int i = 0; i < count; i++) {
            writeText(history.column(i), target);
            writeUnsigned(places[i], target);
        }
    }

    private static void writeTravels(Travels travels, DataOutputView target) throws IOException {
        writeUnsigned(travels.wants().size(), target);
        for (Travels.Want want : travels.wants()) {
            writeText(want.column(), target);
            writeVersion(want.version(), target);
        }
        writeUnsigned(travels.departures().size(), target);
        for (Travels.Departure departure : travels.departures()) {
            writeVersion(departure.version(), target);
            writeText(departure.parcel(), target);
            writeUnsigned(departure.columns().size(), target);
            for (String column : departure.columns()) {
                writeText(column, target);
            }
            write(departure.former(), target);
            writeUnsigned(Math.toIntExact(departure.revision()), target);
        }
    }

    private static Travels readTravels(DataInputView source, boolean hasRevisions)
            throws IOException {
        List<Travels.Want> wants = new ArrayList<>();
        for (int i = readUnsigned(source); i > 0; i--) {
            wants.add(
                    new Travels.Want(readText(readUnsigned(source), source), readVersion(source)));
        }
        List<Travels.Departure> departures = new ArrayList<>();
        for (int i = readUnsigned(source); i > 0; i--) {
            ChangeVersion version = readVersion(source);
            String parcel = readText(readUnsigned(source), source);
            List<String> columns = new ArrayList<>();
            for (int c = readUnsigned(source); c > 0; c--) {
                columns.add(readText(readUnsigned(source), source));
            }
            RowHistory former = read(source);
            long revision = hasRevisions ? readUnsigned(source) : 0;
            departures.add(new Travels.Departure(version, parcel, columns, former, revision));
        }
        return new Travels(wants, departures);
    }

    private static void writeText(String text, DataOutputView target) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        writeUnsigned(bytes.length, target);
        target.write(bytes);
    }

    private static void writeVersion(ChangeVersion version, DataOutputView target)
            throws IOException {
        boolean timeIsInPosition = timeIsInPosition(version);
        byte[] position = version.position().getBytes(UTF_8);
        writeUnsigned(
                position.length << FLAG_BITS
                        | (version.phase() == Phase.CHANGE ? IS_CHANGE : 0)
                        | (timeIsInPosition ? TIME_IS_IN_POSITION : 0),
                target);
        target.write(position);
        if (!timeIsInPosition) {
            target.writeLong(version.timestampMicros());
        }
    }

    private static ChangeVersion readVersion(DataInputView source) throws IOException {
        int header = readUnsigned(source);
        String position = readText(header >>> FLAG_BITS, source);
        Phase phase = (header & IS_CHANGE) == 0 ? Phase.LOAD : Phase.CHANGE;
        long time =
                (header & TIME_IS_IN_POSITION) == 0
                        ? source.readLong()
                        : OrderedText.readFixed(position, 0);
        return new ChangeVersion(time, phase, position);
    }

    /** The positions of loads begin with the time of the message. */
    private static boolean timeIsInPosition(ChangeVersion version) {
        return version.timestampMicros() >= 0
                && version.position().length() >= OrderedText.FIXED_LENGTH
                && OrderedText.readFixed(version.position(), 0) == version.timestampMicros();
    }

    private static String readText(int length, DataInputView source) throws IOException {
        byte[] bytes = new byte[length];
        source.readFully(bytes);
        return new String(bytes, UTF_8);
    }

    private static void writeUnsigned(int value, DataOutputView target) throws IOException {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            target.writeByte(rest | 0x80);
            rest >>>= 7;
        }
        target.writeByte(rest);
    }

    private static int readUnsigned(DataInputView source) throws IOException {
        int value = 0;
        int shift = 0;
        byte piece;
        do {
            piece = source.readByte();
            value |= (piece & 0x7F) << shift;
            shift += 7;
        } while (piece < 0);
        return value;
    }
}
