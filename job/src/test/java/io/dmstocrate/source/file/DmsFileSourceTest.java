package io.dmstocrate.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DmsFileSourceTest {

    @TempDir Path folder;

    @Test
    void aFolderIsListedByNameWithoutWhatIsHidden() throws IOException {
        for (String name :
                List.of("b/2.json", "b/1.json", "a.json", "c.json.gz", ".x/a", ".a", "b/.2.crc")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "{}");
        }

        assertThat(names(folder)).containsExactly("a.json", "b/1.json", "b/2.json", "c.json.gz");
    }

    @Test
    void aSingleFileGoesByItsName() throws IOException {
        Path file = Files.writeString(folder.resolve(".a file, with blanks & 数.json"), "{}");

        assertThat(names(file)).containsExactly(".a file, with blanks & 数.json");
        assertThat(problems(file.toString())).isEmpty();
    }

    @Test
    void filesAreHandedOutInOrderAndWhatComesBackGoesFirst() throws IOException {
        for (String name : List.of("1", "2", "3")) {
            Files.writeString(folder.resolve(name), "{}");
        }
        FilesInOrder files = new FilesInOrder(listing(folder));

        FileSourceSplit first = files.getNext("host").orElseThrow();
        FileSourceSplit second = files.getNext("host").orElseThrow();
        files.addSplits(List.of(first, second));

        assertThat(files.remainingSplits())
                .extracting(FileSourceSplit::splitId)
                .containsExactly("1", "2", "3");
        assertThat(files.getNext(null)).map(FileSourceSplit::splitId).contains("1");
        files.getNext(null);
        files.getNext(null);
        assertThat(files.getNext(null)).isEqualTo(Optional.empty());
    }

    @Test
    void aMissingPathIsToldWithWhatToDo() {
        String path = folder.resolve("missing").toString();

        assertThat(problems(path))
                .containsExactly(
                        "Source.path: there is no " + path + "; give a file or folder that exists");
    }

    @Test
    void aFolderWithoutFilesIsTold() {
        assertThat(problems(folder.toString()))
                .singleElement()
                .asString()
                .startsWith("Source.path: no files in ");
    }

    @Test
    void anUnknownFileSystemIsTold() {
        assertThat(problems("nosuch://bucket/folder"))
                .singleElement()
                .asString()
                .startsWith(
                        "Source.path: Flink has no file system for nosuch://bucket/folder; put");
    }

    @Test
    void whatIsNoPathIsTold() {
        assertThat(problems("no:path")).singleElement().asString().contains("is no path: no:path");
    }

    @Test
    void filesHaveAnEnd() {
        assertThat(new DmsFileSource(folder.toString()).bounded()).isTrue();
    }

    private static List<String> problems(String path) {
        Problems problems = new Problems();
        new DmsFileSource(path).check(problems);
        return problems.lines();
    }

    private static List<String> names(Path path) throws IOException {
        return listing(path).stream().map(FileSourceSplit::splitId).toList();
    }

    private static List<FileSourceSplit> listing(Path path) throws IOException {
        return FileListing.of(new org.apache.flink.core.fs.Path(path.toUri()));
    }
}
