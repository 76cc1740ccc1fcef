package io.dmstocrate.dms;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;

/**
 * The words for what is wrong with a record: what, where, and what to do. They name fields, columns
 * and bytes, and never repeat what a field holds, nor what the JSON parser says, as it quotes
 * values.
 */
final class Complaints {

    private static final int LONGEST_NAME = 100;
    private static final String DAMAGED =
            ": it was damaged after DMS wrote it, or did not come from DMS. Mend and replay it, or"
                    + " reload the table.";
    private static final String FOREIGN =
            ". Records must come from AWS DMS unaltered; check what else writes to this stream.";

    private Complaints() {}

    static MalformedRecordException empty() {
        return new MalformedRecordException("The record is empty" + FOREIGN);
    }

    static MalformedRecordException notUtf8(int at) {
        return new MalformedRecordException("The record is no UTF-8 text at byte " + at + DAMAGED);
    }

    static MalformedRecordException notAnObject() {
        return new MalformedRecordException("The record is no JSON object" + FOREIGN);
    }

    static MalformedRecordException moreThanOne(long at) {
        return new MalformedRecordException(
                "The record goes on after its JSON object, at byte "
                        + at
                        + ". One record holds one object; check what else writes to this stream.");
    }

    /** The parser stopped here. */
    static MalformedRecordException notJson(IOException failure, JsonParser parser, int base) {
        JsonLocation location =
                failure instanceof JsonProcessingException json ? json.getLocation() : null;
        String at = location == null ? "" : " at byte " + (base + location.getByteOffset());
        String in = path(parser);
        if (failure instanceof StreamConstraintsException) {
            return new MalformedRecordException(
                    "The record has a text, name or number that is too long, or is nested too"
                            + " deeply,"
                            + at
                            + in
                            + ". Leave the column out by a transformation rule of the DMS task.");
        }
        if (failure instanceof JsonEOFException) {
            return new MalformedRecordException("The record's JSON ends early" + at + in + DAMAGED);
        }
        return new MalformedRecordException("The record is no valid JSON" + at + in + DAMAGED);
    }

    static MalformedRecordException internal(RuntimeException failure) {
        return new MalformedRecordException(
                "The record can't be read ("
                        + failure.getClass().getSimpleName()
                        + "). This is a fault of this job: please report it.");
    }

    static MalformedRecordException fieldTwice(String field) {
        return new MalformedRecordException(
                "The field " + name(field) + " appears twice in the record" + DAMAGED);
    }

    static MalformedRecordException notAnObject(String field) {
        return new MalformedRecordException(
                "The field " + name(field) + " is no JSON object" + FOREIGN);
    }

    static MalformedRecordException missing(String field) {
        return new MalformedRecordException(
                "The field " + name(field) + " is missing or empty" + FOREIGN);
    }

    static MalformedRecordException wrongType(String field, String expected) {
        return new MalformedRecordException(
                "The field " + name(field) + " is not " + expected + FOREIGN);
    }

    static MalformedRecordException tooLong(String field, int longest) {
        return new MalformedRecordException(
                "The field " + name(field) + " has more than " + longest + " characters" + FOREIGN);
    }

    static MalformedRecordException unknownWord(String field, String word) {
        return new MalformedRecordException(
                "The field "
                        + name(field)
                        + " has the unknown value "
                        + name(word)
                        + ". A newer release of this job may know it: replay the record then.");
    }

    static MalformedRecordException noTime() {
        return new MalformedRecordException(
                "The field metadata.timestamp holds no time since 1970, and the record's arrival is"
                        + " unknown, so that it can't be put in order"
                        + DAMAGED);
    }

    static MalformedRecordException columnTwice(String where, String column) {
        return new MalformedRecordException(
                "The column "
                        + name(column)
                        + " appears twice in "
                        + where
                        + ". Rename one of the two by a transformation or mapping rule of the DMS"
                        + " task.");
    }

    static MalformedRecordException absurdNumber(String where, String column) {
        return new MalformedRecordException(
                "The column "
                        + name(column)
                        + " of "
                        + where
                        + " holds a number of more than "
                        + Numbers.MOST_DIGITS
                        + " digits. Leave the column out, or have the DMS task send it as text.");
    }

    static MalformedRecordException nestedNotANumber(String where, String column) {
        return new MalformedRecordException(
                "The column "
                        + name(column)
                        + " of "
                        + where
                        + " holds NaN or Infinity inside a JSON value, where JSON has none. Correct"
                        + " the row at the source.");
    }

    static MalformedRecordException loneSurrogate(String where) {
        return new MalformedRecordException(
                "The text in "
                        + name(where)
                        + " has half of a surrogate pair, which no database can keep. Correct the"
                        + " row at the source.");
    }

    static MalformedRecordException definition(String fault) {
        return new MalformedRecordException(
                "The definition in control.table-def can't be used: "
                        + fault
                        + ". The definition is taken from the next control record or from the"
                        + " configuration; send one by restarting the DMS task.");
    }

    static MalformedRecordException definition(String column, String fault) {
        return definition("the column " + name(column) + " " + fault);
    }

    /** Which column the parser was in; what lies deeper is the row's contents. */
    private static String path(JsonParser parser) {
        String field = null;
        String column = null;
        JsonStreamContext context = parser.getParsingContext();
        for (; context != null && !context.inRoot(); context = context.getParent()) {
            column = field;
            field = context.getCurrentName();
        }
        if (field == null) {
            return "";
        }
        return ", in " + name(column == null ? field : field + "." + column);
    }

    /** A name as it can be shown: short, without what would garble a log. */
    private static String name(String name) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(name.length(), LONGEST_NAME); i++) {
            char unit = name.charAt(i);
            boolean odd = Character.isISOControl(unit) || Character.isSurrogate(unit);
            shown.append(odd ? '\uFFFD' : unit);
        }
        return name.length() > LONGEST_NAME ? shown.append('…').toString() : shown.toString();
    }
}
