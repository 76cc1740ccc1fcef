package io.dmstocrate.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads what CrateDB answers to SHOW CREATE TABLE: the only place where it tells the scale of a
 * NUMERIC and whether a text is indexed.
 */
public final class CrateTableText {

    /**
     * A column, or a column of an object.
     *
     * @param type its type in upper case, with its numbers in brackets; for an object without its
     *     columns
     * @param indexOff whether it is not indexed
     * @param columnStoreOff whether it is not in the column store
     * @param children the columns of an object, as far as they are known
     */
    public record TableColumn(
            String name,
            String type,
            boolean nullable,
            boolean indexOff,
            boolean columnStoreOff,
            List<TableColumn> children) {
        public TableColumn {
            children = List.copyOf(children);
        }
    }

    /**
     * A table.
     *
     * @param primaryKey the path to each column of the key
     */
    public record Table(List<TableColumn> columns, List<List<String>> primaryKey) {
        public Table {
            columns = List.copyOf(columns);
            primaryKey = List.copyOf(primaryKey);
        }
    }

    private final SqlTokens tokens;
    private final List<List<String>> primaryKey = new ArrayList<>();

    private CrateTableText(String text) {
        this.tokens = new SqlTokens(text);
    }

    /** The table that a statement creates. */
    public static Table parse(String createTable) {
        CrateTableText text = new CrateTableText(createTable);
        while (!text.tokens.is("(")) {
            text.tokens.next();
        }
        List<TableColumn> columns = text.columns();
        return new Table(columns, text.primaryKey);
    }

    /** From the opening bracket to behind the closing one. */
    private List<TableColumn> columns() {
        List<TableColumn> columns = new ArrayList<>();
        do {
            tokens.next();
            if (tokens.isIdentifier()) {
                columns.add(column());
            } else {
                constraint();
            }
        } while (tokens.is(","));
        tokens.next();
        return columns;
    }

    private TableColumn column() {
        String name = tokens.value();
        tokens.next();
        StringBuilder type = new StringBuilder();
        while (!isEnd() && !isOption()) {
            if (tokens.is("(")) {
                brackets(type);
            } else {
                append(type, tokens.value());
                tokens.next();
            }
        }
        List<TableColumn> children = List.of();
        if (tokens.is("AS")) {
            tokens.next();
            children = columns();
        }
        StringBuilder options = new StringBuilder();
        while (!isEnd()) {
            if (tokens.is("(")) {
                brackets(options);
            } else {
                append(options, tokens.value());
                tokens.next();
            }
        }
        String words = options.toString().toUpperCase(Locale.ROOT);
        boolean nullable = !words.contains("NOT NULL");
        boolean indexOff = words.contains("INDEX OFF") || words.contains("INDEX USING FULLTEXT");
        boolean columnStoreOff = words.replace(" ", "").contains("COLUMNSTORE=FALSE");
        return new TableColumn(
                name,
                type.toString().toUpperCase(Locale.ROOT),
                nullable,
                indexOff,
                columnStoreOff,
                children);
    }

    private void constraint() {
        while (!isEnd()) {
            boolean primary = tokens.is("PRIMARY");
            tokens.next();
            if (primary && tokens.is("KEY")) {
                tokens.next();
                keyColumns();
            } else if (tokens.is("(")) {
                brackets(new StringBuilder());
            }
        }
    }

    private void keyColumns() {
        do {
            tokens.next();
            List<String> path = new ArrayList<>();
            while (!isEnd()) {
                if (!tokens.is("[") && !tokens.is("]")) {
                    path.add(tokens.value());
                }
                tokens.next();
            }
            primaryKey.add(List.copyOf(path));
        } while (tokens.is(","));
        tokens.next();
    }

    /** Balanced brackets with all that is in them, written behind the text so far. */
    private void brackets(StringBuilder text) {
        int depth = 0;
        do {
            depth += tokens.is("(") ? 1 : tokens.is(")") ? -1 : 0;
            text.append(tokens.value());
            tokens.next();
        } while (depth > 0 && !tokens.isAtEnd());
    }

    private boolean isEnd() {
        return tokens.is(",") || tokens.is(")") || tokens.isAtEnd();
    }

    private boolean isOption() {
        return tokens.is("AS")
                || tokens.is("NOT")
                || tokens.is("NULL")
                || tokens.is("DEFAULT")
                || tokens.is("GENERATED")
                || tokens.is("CHECK")
                || tokens.is("CONSTRAINT")
                || tokens.is("INDEX")
                || tokens.is("STORAGE")
                || tokens.is("PRIMARY");
    }

    private static void append(StringBuilder text, String word) {
        text.append(text.isEmpty() ? "" : " ").append(word);
    }
}
