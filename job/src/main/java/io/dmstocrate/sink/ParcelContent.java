package io.dmstocrate.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a parcel says, by column: the value and its rank, who waits for it, where it goes on to. */
final class ParcelContent {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The columns of the parcel; public fields, as it is written and read as JSON. */
    static final class Content {
        public List<String> key = new ArrayList<>();
        public List<String> keyValues = new ArrayList<>();

        /** The version of the change by which the row got its key; empty if not known. */
        public String arrival = "";

        public Map<String, Entry> columns = new TreeMap<>();
    }

    /** A column of the parcel. */
    static final class Entry {
        /**
         * How new the value is, a {@link io.dmstocrate.flow.ValueRank}; {@code null} for none yet.
         */
        public String rank;

        public String value;
        public boolean lost;
        public boolean wanted;
        public boolean dropped;

        /** The parcels that it goes on to, with what their ranks begin with. */
        public Map<String, String> onward = new TreeMap<>();
    }

    private ParcelContent() {}

    static Content read(String text) {
        try {
            return JSON.readValue(text, Content.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A parcel in the target can't be read.");
        }
    }

    static String write(Content content) {
        try {
            return JSON.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A parcel can't be written.", e);
        }
    }
}
