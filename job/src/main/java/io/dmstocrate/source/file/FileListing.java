package io.dmstocrate.source.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.enumerate.FileEnumerator;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Finds the files to read: the one that is given, or all below a folder, by name. What is named
 * with a dot in front is left out.
 *
 * <p>Each file is one split, whose id is the file's path within the folder; that of a single file
 * is its name.
 */
final class FileListing implements FileEnumerator {

    @Override
    public Collection<FileSourceSplit> enumerateSplits(Path[] roots, int minDesiredSplits)
            throws IOException {
        List<FileSourceSplit> splits = new ArrayList<>();
        for (Path root : roots) {
            splits.addAll(of(root));
        }
        return splits;
    }

    static List<FileSourceSplit> of(Path root) throws IOException {
        FileSystem fileSystem = root.getFileSystem();
        FileStatus status = fileSystem.getFileStatus(root);
        List<FileSourceSplit> splits = new ArrayList<>();
        if (status.isDir()) {
            addFolder(root, "", fileSystem, splits);
        } else {
            splits.add(split(root.getName(), status));
        }
        return splits;
    }

    private static void addFolder(
            Path folder, String prefix, FileSystem fileSystem, List<FileSourceSplit> splits)
            throws IOException {
        FileStatus[] entries = fileSystem.listStatus(folder);
        if (entries == null) {
            throw new FileNotFoundException(folder + " went away");
        }
        Arrays.sort(entries, Comparator.comparing(entry -> entry.getPath().getName()));
        for (FileStatus entry : entries) {
            String name = entry.getPath().getName();
            if (name.startsWith(".")) {
                continue;
            }
            if (entry.isDir()) {
                addFolder(entry.getPath(), prefix + name + "/", fileSystem, splits);
            } else {
                splits.add(split(prefix + name, entry));
            }
        }
    }

    private static FileSourceSplit split(String id, FileStatus file) {
        return new FileSourceSplit(
                id, file.getPath(), 0, file.getLen(), file.getModificationTime(), file.getLen());
    }
}
