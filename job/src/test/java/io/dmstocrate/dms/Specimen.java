package io.dmstocrate.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A record in one of the forms that DMS writes, or may write, and what it must become. The lines of
 * {@code specimens.ndjson} end with the record, which is taken byte by byte.
 *
 * @param record the payload as it would lie in the stream
 */
record Specimen(String name, JsonNode expect, String record) {

    private static final String RECORD = ", \"record\": ";
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Specimen> all() {
        List<Specimen> specimens = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        Specimen.class.getResourceAsStream(
                                                "/dms/specimens.ndjson")),
                                StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                specimens.add(of(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return specimens;
    }

    private static Specimen of(String line) throws IOException {
        JsonNode node = JSON.readTree(line);
        String record =
                node.get("record").isTextual()
                        ? node.get("record").textValue()
                        : line.substring(line.indexOf(RECORD) + RECORD.length(), line.length() - 1);
        return new Specimen(node.get("case").textValue(), node.get("expect"), record);
    }

    byte[] bytes() {
        return record.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}
