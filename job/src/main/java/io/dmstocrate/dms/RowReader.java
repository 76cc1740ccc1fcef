package io.dmstocrate.dms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a JSON object as a row: {@code data}, or the before image. Used again for each record; a
 * row of a known {@link Shape} costs its values and their array.
 *
 * <p>A {@code _doc} that is an object is left unread until it is known whether it is a document of
 * MongoDB or the container of {@code map-record-to-document}.
 */
final class RowReader {

    private static final String DOCUMENT = "_doc";
    private static final String DOCUMENT_ID = "_id";

    private final String where;
    private final Shapes shapes;
    private final ValueReader values;

    private String[] names = new String[32];
    private Object[] row = new Object[32];
    private int size;
    private boolean present;
    private int document;
    private int documentStart;
    private int documentEnd;

    RowReader(String where, Shapes shapes, ValueReader values) {
        this.where = where;
        this.shapes = shapes;
        this.values = values;
    }

    /** Forgets the record before, and lets go of its values. */
    void clear() {
        Arrays.fill(row, 0, size, null);
        size = 0;
        present = false;
        document = -1;
    }

    /** Whether the record has this object. */
    boolean isPresent() {
        return present;
    }

    /** Reads the object, or null, that the parser stands on. */
    void read(JsonParser parser, byte[] bytes, int base)
            throws IOException, MalformedRecordException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw Complaints.notAnObject(where);
        }
        if (present) {
            throw Complaints.fieldTwice(where);
        }
        present = true;
        readFields(parser, bytes, base, true);
    }

    /** Whether {@code _doc} holds the columns of the row, as no {@code _id} stands beside it. */
    boolean hasColumnsInDocument() {
        return document >= 0 && indexOf(DOCUMENT_ID, 0) < 0;
    }

    /** Puts the fields of {@code _doc}, if there is such an object, in its place. */
    void openDocument(JsonFactory factory, byte[] bytes) throws MalformedRecordException {
        if (document < 0) {
            return;
        }
        int after = size - document - 1;
        System.arraycopy(names, document + 1, names, document, after);
        System.arraycopy(row, document + 1, row, document, after);
        size--;
        if (indexOf(DOCUMENT, 0) >= 0) {
            throw Complaints.columnTwice(where, DOCUMENT);
        }
        int length = documentEnd - documentStart;
        JsonParser parser = null;
        try (JsonParser opened = factory.createParser(bytes, documentStart, length)) {
            parser = opened;
            opened.nextToken();
            readFields(opened, bytes, documentStart, false);
        } catch (IOException e) {
            throw parser == null
                    ? Complaints.notAnObject(where + "." + DOCUMENT)
                    : Complaints.notJson(e, parser, documentStart);
        }
    }

    /** Takes {@code _doc}, if there is such an object, for a column like any other. */
    void keepDocument(byte[] bytes) {
        if (document >= 0) {
            row[document] = ValueReader.json(bytes, documentStart, documentEnd);
        }
    }

    /** The shape of what was read. */
    Shape shape() throws MalformedRecordException {
        return shapes.get(names, size, where);
    }

    /** The values of what was read, in the order of the shape; valid until the next record. */
    Object[] values() {
        return row;
    }

    /**
     * All that was read, as one row.
     *
     * @param shape of what was read
     */
    Row toRow(Shape shape) {
        return size == 0 ? Row.empty() : new Row(shape.columns(), Arrays.copyOf(row, size));
    }

    private void readFields(JsonParser parser, byte[] bytes, int base, boolean mayHoldDocument)
            throws IOException, MalformedRecordException {
        String name;
        while ((name = parser.nextFieldName()) != null) {
            if (size == names.length) {
                names = Arrays.copyOf(names, size * 2);
                row = Arrays.copyOf(row, size * 2);
            }
            names[size] = name;
            JsonToken token = parser.nextToken();
            if (mayHoldDocument && token == JsonToken.START_OBJECT && name.equals(DOCUMENT)) {
                document = size;
                documentStart = ValueReader.start(parser, base);
                documentEnd = values.skip(parser, base, where, name);
            } else {
                row[size] = values.read(parser, bytes, base, where, name);
            }
            size++;
        }
    }

    private int indexOf(String name, int from) {
        for (int i = from; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
