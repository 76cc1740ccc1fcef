package io.dmstocrate.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dmstocrate.dms.JsonText;
import java.io.IOException;

/**
 * OBJECT from JSON objects only. What CrateDB is given instead of one (an array, a number, an
 * object with something behind it) it stores as an empty or cut object without a word.
 */
final class ObjectConversion implements ValueConversion {

    private static final JsonFactory JSON = new JsonFactory();

    private final TextConversion text;
    private final Misfit noObject;

    ObjectConversion(TargetColumn column, ValueRules rules) {
        this.text = new TextConversion(column, -1, rules.nulCharacters());
        this.noObject = Misfit.of(column, "not a whole JSON object");
    }

    @Override
    public Object convert(Object value, ConversionNotes notes) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof String) && !(value instanceof JsonText)) {
            return noObject;
        }
        String json = value.toString();
        return isObject(json) ? text.convert(json, notes) : noObject;
    }

    private static boolean isObject(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
