package io.dmstocrate.source.file;

import io.dmstocrate.config.Problems;
import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.source.DmsSource;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/**
 * Reads a file, or all files of a folder, of DMS records or stream-dump records.
 *
 * <p>A file is read from its beginning to its end by one reader, several files at the same time.
 * What counts as one record is told by {@link DocumentSplitter}, its address by {@link
 * RecordAddress}.
 */
public final class DmsFileSource implements DmsSource {

    private static final String KEY = "Source.path";

    private final String path;

    /** A file or folder, as a path or a URI of a file system that Flink knows. */
    public DmsFileSource(String path) {
        this.path = path;
    }

    @Override
    public void check(Problems problems) {
        Path root;
        try {
            root = root();
        } catch (IllegalArgumentException e) {
            problems.add(KEY, "is no path: " + path, "give a file or folder to read");
            return;
        }
        try {
            FileSystem fileSystem = root.getFileSystem();
            int files = 0;
            for (FileSourceSplit split : FileListing.of(root)) {
                files++;
                if (!fileSystem.isDistributedFS() && !new File(split.path().getPath()).canRead()) {
                    problems.add(KEY, "can't read " + split.path(), "let this user read it");
                }
            }
            if (files == 0) {
                problems.add(KEY, "no files in " + root, "give a file, or a folder with files");
            }
        } catch (FileNotFoundException e) {
            problems.add(KEY, "there is no " + root, "give a file or folder that exists");
        } catch (UnsupportedFileSystemSchemeException e) {
            problems.add(
                    KEY,
                    "Flink has no file system for " + root,
                    "put the plugin for it into Flink's plugins folder, or give a local path");
        } catch (IOException e) {
            problems.add(KEY, "can't list " + root + ": " + e.getMessage(), "see to the cause");
        }
    }

    @Override
    public Source<RawRecord, ?, ?> source() {
        return FileSource.forBulkFileFormat(new DocumentFormat(), root())
                .setFileEnumerator(FileListing::new)
                .setSplitAssigner(FilesInOrder::new)
                .build();
    }

    private Path root() {
        Path given = new Path(path);
        boolean relative = given.toUri().getScheme() == null && !given.isAbsolute();
        // Another process may have another working directory.
        return relative ? new Path(new File(path).getAbsoluteFile().toURI()) : given;
    }
}
