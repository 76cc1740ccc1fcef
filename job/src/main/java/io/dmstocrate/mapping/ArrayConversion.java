package io.dmstocrate.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dmstocrate.dms.JsonText;
import java.io.IOException;

/**
 * Arrays, for tables that were made by hand: a JSON array, as which DMS sends the arrays of
 * PostgreSQL, becomes the literal with braces that both databases read. Any other text is left to
 * the server.
 */
final class ArrayConversion implements ValueConversion {

    private static final JsonFactory JSON = new JsonFactory();

    private final TextConversion text;
    private final Misfit noArray;

    ArrayConversion(TargetColumn column, ValueRules rules) {
        this.text = new TextConversion(column, -1, rules.nulCharacters());
        this.noArray = Misfit.of(column, "not a whole JSON array of plain values");
    }

    /** Whether a type that the database spells like this is an array of plain values. */
    static boolean isArray(String sql) {
        return sql.endsWith("[]") || (sql.startsWith("ARRAY(") && !sql.contains("OBJECT"));
    }

    @Override
    public Object convert(Object value, ConversionNotes notes) {
        boolean json =
                value instanceof JsonText
                        || (value instanceof String string
                                && string.stripLeading().startsWith("["));
        if (!json) {
            return text.convert(value, notes);
        }
        try (JsonParser parser = JSON.createParser(value.toString())) {
            StringBuilder literal = new StringBuilder();
            parser.nextToken();
            boolean plain = append(parser, literal) && parser.nextToken() == null;
            return plain ? text.convert(literal.toString(), notes) : noArray;
        } catch (IOException e) {
            return noArray;
        }
    }

    private static boolean append(JsonParser parser, StringBuilder literal) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return false;
        }
        literal.append('{');
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i > 0) {
                literal.append(',');
            }
            JsonToken token = parser.currentToken();
            if (token == JsonToken.START_ARRAY) {
                if (!append(parser, literal)) {
                    return false;
                }
            } else if (token == JsonToken.VALUE_NULL) {
                literal.append("NULL");
            } else if (token == JsonToken.VALUE_STRING) {
                String quoted = parser.getText().replace("\\", "\\\\").replace("\"", "\\\"");
                literal.append('"').append(quoted).append('"');
            } else if (token != null && token.isScalarValue()) {
                literal.append(parser.getText());
            } else {
                return false;
            }
        }
        literal.append('}');
        return true;
    }
}
