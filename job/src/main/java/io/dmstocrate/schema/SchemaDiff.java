package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.mapping.TypeFit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is different between two definitions of a table. The operation's name only helps: one column
 * that is gone and one that is new are a rename if the record says so, and else two changes.
 *
 * @param added the new columns, without one that has only a new name
 * @param gone the columns that are not there any more, without one that has a new name
 * @param rename the column that has a new name
 * @param types the columns, by their new names, whose target type is another
 * @param otherKey whether the primary key is made of other columns
 */
record SchemaDiff(
        List<Column> added,
        List<Column> gone,
        Optional<Rename> rename,
        List<TypeChange> types,
        boolean otherKey) {

    /** A column and its new name. */
    record Rename(String column, String successor) {}

    /** What is different in the next definition from the known one. */
    static SchemaDiff between(
            TableDefinition known, TableDefinition next, SchemaChange.Kind operation) {
        List<Column> added = missing(next, known);
        List<Column> gone = missing(known, next);
        Optional<Rename> rename = Optional.empty();
        if (operation == SchemaChange.Kind.RENAME_COLUMN && added.size() == 1 && gone.size() == 1) {
            rename = Optional.of(new Rename(gone.get(0).name(), added.get(0).name()));
            added = List.of();
            gone = List.of();
        }
        Optional<Rename> renamed = rename;
        List<TypeChange> types =
                known.columns().stream()
                        .flatMap(column -> type(column, known, next, renamed).stream())
                        .filter(change -> change.fit() != TypeFit.SAME)
                        .toList();
        List<String> key =
                known.primaryKey().stream().map(column -> newName(column, renamed)).toList();
        return new SchemaDiff(added, gone, rename, types, !key.equals(next.primaryKey()));
    }

    /** The names that came into use. */
    List<String> newNames() {
        return Stream.concat(
                        added.stream().map(Column::name), rename.stream().map(Rename::successor))
                .toList();
    }

    boolean isEmpty() {
        return added.isEmpty()
                && gone.isEmpty()
                && rename.isEmpty()
                && types.isEmpty()
                && !otherKey;
    }

    /**
     * Whether a column may have got another name in a record that was not seen: one is gone, and
     * another one is new.
     */
    boolean mayHideARename() {
        return !added.isEmpty() && !gone.isEmpty();
    }

    /** Whether a column is gone, unless {@link #mayHideARename() it was renamed}. */
    boolean isUncertain(String column) {
        return mayHideARename() && isGone(column);
    }

    /** The name of a column in the next definition; {@code null} if it is gone. */
    String rename(String column) {
        return isGone(column) ? null : newName(column, rename);
    }

    private boolean isGone(String column) {
        return gone.stream().anyMatch(other -> other.name().equals(column));
    }

    private static List<Column> missing(TableDefinition from, TableDefinition in) {
        return from.columns().stream()
                .filter(column -> in.column(column.name()).isEmpty())
                .toList();
    }

    private static Optional<TypeChange> type(
            Column column, TableDefinition known, TableDefinition next, Optional<Rename> rename) {
        boolean key = known.primaryKey().contains(column.name());
        return next.column(newName(column.name(), rename))
                .map(now -> TypeChange.of(column, now, key));
    }

    private static String newName(String column, Optional<Rename> rename) {
        return rename.filter(renamed -> renamed.column().equals(column))
                .map(Rename::successor)
                .orElse(column);
    }
}
