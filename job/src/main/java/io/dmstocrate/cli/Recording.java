package io.dmstocrate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dmstocrate.source.kinesis.AwsStreamFiller.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The recorded stream, put back into the shards that it came from: each record as DMS wrote it, to
 * the letter, in its order, and once, as no stream holds a sequence number twice.
 */
final class Recording {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, List<Entry>> shards = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();

    private Recording() {}

    /** Reads a recording that lies on the class path. */
    static Recording read(String resource) throws IOException {
        Recording recording = new Recording();
        try (InputStream stream =
                        requireNonNull(
                                Recording.class.getResourceAsStream(resource),
                                "the recorded stream is missing");
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                recording.add(line);
            }
        }
        return recording;
    }

    /** The records of each shard. */
    List<List<Entry>> shards() {
        return List.copyOf(shards.values());
    }

    /** How many records there are. */
    int records() {
        return seen.size();
    }

    private void add(String line) throws IOException {
        // Not every line is JSON to its end, but each begins with where it came from.
        try (JsonParser json = JSON.createParser(line)) {
            json.nextToken();
            if (!"kinesis".equals(json.nextFieldName())) {
                throw new IOException("a line does not tell where it came from");
            }
            json.nextToken();
            Map<String, String> origin = new HashMap<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                origin.put(json.currentName(), json.nextTextValue());
            }
            String shard = requireNonNull(origin.get("shard_id"), "no shard_id");
            if (seen.add(shard + "/" + origin.get("seq_no"))) {
                int end = (int) json.currentLocation().getCharOffset();
                // What follows is a comma and the record's own members.
                shards.computeIfAbsent(shard, any -> new ArrayList<>())
                        .add(new Entry(origin.get("partition"), "{" + line.substring(end + 1)));
            }
        }
    }
}
