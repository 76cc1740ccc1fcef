package io.dmstocrate.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dmstocrate.dialect.Versioning;
import io.dmstocrate.flow.RowVersions;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The versions of a row's columns as the target keeps them: an object of JSON. */
final class VersionsObject {

    private static final ObjectMapper JSON = new ObjectMapper();

    private VersionsObject() {}

    /**
     * The object of a row.
     *
     * @param key under which name the version of a source column is kept
     */
    static String of(RowVersions versions, UnaryOperator<String> key) {
        Map<String, String> entries = new TreeMap<>();
        if (!versions.base().isEmpty()) {
            entries.put(Versioning.BASE, versions.base());
        }
        versions.columns().forEach((column, version) -> entries.put(key.apply(column), version));
        try {
            return JSON.writeValueAsString(entries);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of texts is always JSON.", e);
        }
    }
}
