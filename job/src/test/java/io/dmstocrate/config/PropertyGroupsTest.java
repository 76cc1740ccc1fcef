package io.dmstocrate.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import io.dmstocrate.JobOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertyGroupsTest {

    private final Problems problems = new Problems();

    @TempDir private Path folder;

    @Test
    void fileOfTheManagedServiceIsRead() throws IOException {
        PropertyGroups groups =
                load(
                        """
                        [{"PropertyGroupId": "Sink", "PropertyMap": {"flush.rows": "10", "deletes": "soft"}},
                         {"PropertyGroupId": "Table:shop.item", "PropertyMap": {"shards": 4}}]
                        """);

        assertThat(problems.lines()).isEmpty();
        assertThat(groups.names()).containsExactly("Sink", "Table:shop.item");
        assertThat(groups.group("Sink")).containsEntry("flush.rows", "10");
        assertThat(groups.group("Table:shop.item")).containsEntry("shards", "4");
        assertThat(groups.group("Source")).isEmpty();
    }

    @Test
    void argumentReplacesOneKeyOfTheFile() throws IOException {
        PropertyGroups groups =
                load(
                        """
                        [{"PropertyGroupId": "Sink", "PropertyMap": {"flush.rows": "10", "deletes": "soft"}}]
                        """,
                        "--Sink.flush.rows=20",
                        "--Target.url=jdbc:postgresql://h/?a=b");

        assertThat(groups.group("Sink"))
                .containsEntry("flush.rows", "20")
                .containsEntry("deletes", "soft");
        assertThat(groups.group("Target")).containsEntry("url", "jdbc:postgresql://h/?a=b");
    }

    @Test
    void unknownNamesTellTheNearest() throws IOException {
        load(
                """
                [{"PropertyGroupId": "sources", "PropertyMap": {"kind": "file"}},
                 {"PropertyGroupId": "Sink", "PropertyMap": {"flush.row": "10"}},
                 {"PropertyGroupId": "Table", "PropertyMap": {"shards": "1"}},
                 {"PropertyGroupId": "Table:a.b", "PropertyMap": {"primarykey": "1"}}]
                """);

        assertThat(problems.lines())
                .containsExactlyInAnyOrder(
                        "sources: there is no such group; the nearest one is Source",
                        "Sink.flush.row: there is no such key; the nearest one is Sink.flush.rows",
                        "Table: there is no such group; the nearest one is"
                                + " Table:<schema>.<table>",
                        "Table:a.b.primarykey: there is no such key; the nearest one is"
                                + " Table:a.b.primary.key");
    }

    @Test
    void mistakesOfFormAreToldWithoutQuotingTheFile() throws IOException {
        load("[{\"PropertyGroupId\": \"Target\", \"PropertyMap\": {\"password\": hunter2}}]");
        load("{\"Target\": {\"password\": \"hunter2\"}}");
        load("[{\"Target\": {\"password\": \"hunter2\"}}]");
        load("[{\"PropertyGroupId\": \"Sink\", \"PropertyMap\": {\"deletes\": [\"soft\"]}}]");

        assertThat(problems.lines()).hasSize(4).noneMatch(line -> line.contains("hunter2"));
        assertThat(problems.lines().get(0)).contains("is not JSON").contains("line 1, column");
        assertThat(problems.lines().get(1)).contains("is not a list of property groups");
        assertThat(problems.lines().get(2)).contains("entry 1 is not a property group");
        assertThat(problems.lines().get(3)).startsWith("Sink.deletes: has no text for a value");
    }

    @Test
    void sameGroupOrKeyTwiceIsMistake() throws IOException {
        load(
                """
                [{"PropertyGroupId": "Sink", "PropertyMap": {}},
                 {"PropertyGroupId": "Sink", "PropertyMap": {}}]
                """);
        load(
                """
                [{"PropertyGroupId": "Sink", "PropertyMap": {"deletes": "soft", "deletes": "hard"}}]
                """);

        assertThat(problems.lines().get(0)).contains("has the group Sink twice");
        assertThat(problems.lines().get(1)).contains("names a key twice");
    }

    @Test
    void missingFileIsToldByName() {
        Path missing = folder.resolve("missing.json");

        PropertyGroups.load(Optional.of(missing), List.of(), JobOptions.GROUPS, problems);

        assertThat(problems.lines())
                .containsExactly(
                        missing + ": there is no such file; --config takes the path of one");
    }

    @Test
    void groupsOfTheManagedServiceAreReadWhereItPutsThem() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("application_properties.json"),
                        """
                        [{"PropertyGroupId": "Sink", "PropertyMap": {"flush.rows": "10", "deletes": "soft"}}]
                        """);

        PropertyGroups groups =
                PropertyGroups.load(
                        Optional.empty(),
                        file,
                        List.of("--Sink.flush.rows=20"),
                        JobOptions.GROUPS,
                        problems);

        assertThat(problems.lines()).isEmpty();
        assertThat(groups.group("Sink"))
                .containsEntry("flush.rows", "20")
                .containsEntry("deletes", "soft");
    }

    @Test
    void placeOfTheManagedServiceIsTheOneItsLibraryKnows() throws IOException {
        Properties library = new Properties();
        try (InputStream file =
                KinesisAnalyticsRuntime.class.getResourceAsStream("/config.properties")) {
            library.load(file);
        }

        assertThat(library.getProperty("application_properties_file"))
                .isEqualTo(PropertyGroups.MANAGED_FILE.toString());
    }

    private PropertyGroups load(String document, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("config.json"), document);
        return PropertyGroups.load(
                Optional.of(file), List.of(arguments), JobOptions.GROUPS, problems);
    }
}
