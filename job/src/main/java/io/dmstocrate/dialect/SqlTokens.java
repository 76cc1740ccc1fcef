package io.dmstocrate.dialect;

/** Splits SQL into words, names in quotes, texts in quotes and single characters. */
final class SqlTokens {

    private enum Kind {
        WORD,
        IDENTIFIER,
        TEXT,
        CHARACTER,
        END
    }

    private final String sql;
    private int position;
    private Kind kind = Kind.END;
    private String value = "";

    /** Stands at the first token. */
    SqlTokens(String sql) {
        this.sql = sql;
        next();
    }

    /** Whether the token is this word, in any case, or this character. */
    boolean is(String text) {
        return (kind == Kind.WORD || kind == Kind.CHARACTER) && value.equalsIgnoreCase(text);
    }

    boolean isIdentifier() {
        return kind == Kind.IDENTIFIER;
    }

    /** Whether the token is a name or a text in quotes. */
    boolean isQuoted() {
        return kind == Kind.IDENTIFIER || kind == Kind.TEXT;
    }

    boolean isAtEnd() {
        return kind == Kind.END;
    }

    /** The token; of names and texts what is in the quotes. */
    String value() {
        return value;
    }

    void next() {
        while (position < sql.length() && Character.isWhitespace(sql.charAt(position))) {
            position++;
        }
        if (position >= sql.length()) {
            kind = Kind.END;
            value = "";
            return;
        }
        char c = sql.charAt(position);
        if (c == '"' || c == '\'') {
            kind = c == '"' ? Kind.IDENTIFIER : Kind.TEXT;
            value = quoted(c);
        } else if (isWord(c)) {
            int start = position;
            while (position < sql.length() && isWord(sql.charAt(position))) {
                position++;
            }
            kind = Kind.WORD;
            value = sql.substring(start, position);
        } else {
            kind = Kind.CHARACTER;
            value = String.valueOf(c);
            position++;
        }
    }

    private String quoted(char quote) {
        StringBuilder text = new StringBuilder();
        position++;
        while (position < sql.length()) {
            char c = sql.charAt(position++);
            if (c != quote) {
                text.append(c);
            } else if (position < sql.length() && sql.charAt(position) == quote) {
                text.append(c);
                position++;
            } else {
                break;
            }
        }
        return text.toString();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
