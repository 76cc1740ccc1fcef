package io.dmstocrate.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads a file of property groups, {@code [{"PropertyGroupId": "Source", "PropertyMap": {…}}, …]}.
 *
 * <p>Says where a mistake is, and never quotes the file: it may hold secrets.
 */
final class PropertyFile {

    private static final String GROUP_ID = "PropertyGroupId";
    private static final String MAP = "PropertyMap";
    private static final String FORM =
            "write [{\"PropertyGroupId\": \"Source\", \"PropertyMap\": {\"kind\": \"file\"}}, …]";
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    private final String name;
    private final PropertyGroups groups;
    private final Problems problems;
    private final Set<String> seen = new HashSet<>();

    private PropertyFile(String name, PropertyGroups groups, Problems problems) {
        this.name = name;
        this.groups = groups;
        this.problems = problems;
    }

    static void read(Path file, PropertyGroups groups, Problems problems) {
        String name = file.toString();
        try {
            JsonNode document = MAPPER.readTree(Files.readAllBytes(file));
            new PropertyFile(name, groups, problems).readDocument(document);
        } catch (NoSuchFileException e) {
            problems.add(name, "there is no such file", "--config takes the path of one");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where =
                    at == null
                            ? ""
                            : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            problems.add(name, "is not JSON, or names a key twice" + where, FORM);
        } catch (IOException e) {
            problems.add(name, "can't be read", "check that it is a file and its rights");
        }
    }

    private void readDocument(JsonNode document) {
        if (!document.isArray()) {
            problems.add(name, "is not a list of property groups", FORM);
            return;
        }
        for (int index = 0; index < document.size(); index++) {
            readGroup(document.get(index), index + 1);
        }
    }

    private void readGroup(JsonNode group, int number) {
        JsonNode id = group.path(GROUP_ID);
        JsonNode map = group.path(MAP);
        if (!id.isTextual() || !map.isObject() || group.size() != 2) {
            problems.add(
                    name,
                    "entry " + number + " is not a property group of exactly two members",
                    FORM);
            return;
        }
        if (!seen.add(id.asText())) {
            problems.add(
                    name,
                    "has the group " + id.asText() + " twice",
                    "put all its keys into one PropertyMap");
            return;
        }
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                groups.put(id.asText(), entry.getKey(), entry.getValue().asText());
            } else {
                problems.add(
                        id.asText() + "." + entry.getKey(),
                        "has no text for a value",
                        "write the value between quotes");
            }
        }
    }
}
