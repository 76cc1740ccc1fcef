package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

/**
 * A value that was a JSON object or array on the wire, kept as the text that arrived: numbers
 * inside it are as exact as the source wrote them.
 *
 * @param json valid JSON
 */
public record JsonText(String json) {

    public JsonText {
        requireNonNull(json, "json is null");
    }

    @Override
    public String toString() {
        return json;
    }
}
