package io.dmstocrate.dms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells the keys of {@code metadata}, and finds one that appears twice.
 *
 * <p>Each key remembers which one followed it last time: that one is compared with the bytes first,
 * which is far cheaper than to look a name up.
 */
final class MetadataKeys {

    /** The keys that are known. */
    enum Key {
        TIMESTAMP,
        RECORD_TYPE,
        OPERATION,
        SCHEMA_NAME,
        TABLE_NAME,
        TRANSACTION_ID,
        TRANSACTION_RECORD_ID,
        COMMIT_TIMESTAMP,
        STREAM_POSITION,
        /** Known, and of no use here. */
        UNUSED,
        /** May stand in one record more than once, as there are many. */
        UNKNOWN
    }

    /** A key with what is remembered of it. */
    private static final class Entry {
        final Key key;
        final SerializedString name;
        Entry next;
        long seenInRecord;

        Entry(Key key, String name) {
            this.key = key;
            this.name = new SerializedString(name);
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();
    private final Entry unknown = new Entry(Key.UNKNOWN, "");
    private final Entry start = new Entry(Key.UNKNOWN, "");
    private Entry current = start;
    private long record;

    MetadataKeys() {
        add(Key.TIMESTAMP, "timestamp");
        add(Key.RECORD_TYPE, "record-type");
        add(Key.OPERATION, "operation");
        add(Key.SCHEMA_NAME, "schema-name");
        add(Key.TABLE_NAME, "table-name");
        add(Key.TRANSACTION_ID, "transaction-id");
        add(Key.TRANSACTION_RECORD_ID, "transaction-record-id");
        add(Key.COMMIT_TIMESTAMP, "commit-timestamp");
        add(Key.STREAM_POSITION, "stream-position");
        add(Key.UNUSED, "partition-key-type");
        add(Key.UNUSED, "partition-key-value");
        add(Key.UNUSED, "prev-transaction-id");
        add(Key.UNUSED, "prev-transaction-record-id");
        start.next = unknown;
        unknown.next = unknown;
    }

    /** Begins with the metadata of the next record. */
    void begin() {
        current = start;
        record++;
    }

    /** The next key, the parser standing on its name; null at the end of the object. */
    Key next(JsonParser parser) throws IOException, MalformedRecordException {
        Entry entry = current.next;
        if (!parser.nextFieldName(entry.name)) {
            if (parser.currentToken() != JsonToken.FIELD_NAME) {
                return null;
            }
            entry = entries.getOrDefault(parser.currentName(), unknown);
            current.next = entry;
        }
        current = entry;
        if (entry != unknown) {
            if (entry.seenInRecord == record) {
                throw Complaints.fieldTwice(path());
            }
            entry.seenInRecord = record;
        }
        return entry.key;
    }

    /** The key that was found last, in words. */
    String path() {
        return "metadata." + current.name;
    }

    private void add(Key key, String name) {
        Entry entry = new Entry(key, name);
        entry.next = unknown;
        entries.put(name, entry);
    }
}
