package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A control record: something happened to a table, or to the task.
 *
 * @param schema the schema's name, possibly empty
 * @param tableName the table's name; empty for an event of the task as a whole
 * @param kind the operation, {@link Kind#OTHER} if DMS says a word that this release does not know
 * @param operation the word of DMS
 * @param definition the table's complete new definition, where the record carries one
 * @param timestampMicros when DMS built the message, microseconds since the epoch
 */
public record SchemaChange(
        String schema,
        String tableName,
        Kind kind,
        String operation,
        Optional<TableDefinition> definition,
        long timestampMicros,
        RecordPosition position)
        implements DmsEvent, SchemaEvent {

    /** The control operations of DMS that mean something to this job. */
    public enum Kind {
        CREATE_TABLE("create-table"),
        DROP_TABLE("drop-table"),
        RENAME_TABLE("rename-table"),
        ADD_COLUMN("add-column"),
        DROP_COLUMN("drop-column"),
        RENAME_COLUMN("rename-column"),
        COLUMN_TYPE_CHANGE("column-type-change"),
        CHANGE_COLUMNS("change-columns"),
        /** Anything else, task events among them. */
        OTHER("");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The kind that DMS calls by this word; {@link #OTHER} for an unknown one. */
        public static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            return OTHER;
        }
    }

    public SchemaChange {
        requireNonNull(schema, "schema is null");
        requireNonNull(tableName, "tableName is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(operation, "operation is null");
        requireNonNull(definition, "definition is null");
        requireNonNull(position, "position is null");
    }

    /** The table that the record is about; empty for an event of the task as a whole. */
    public Optional<TableId> table() {
        return tableName.isEmpty() ? Optional.empty() : Optional.of(new TableId(schema, tableName));
    }
}
