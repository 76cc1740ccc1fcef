package io.dmstocrate.source.file;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.wire.WireTypes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;

/**
 * Tells Flink's file source how to read a file of documents, also a packed one ({@code .gz}):
 * whole, from its beginning. After a restart the documents that a checkpoint holds already are
 * skipped.
 */
final class DocumentFormat implements BulkFormat<RawRecord, FileSourceSplit> {

    private static final long serialVersionUID = 1;
    private static final int UNPACKING_BUFFER = 64 * 1024;

    @Override
    public Reader<RawRecord> createReader(Configuration configuration, FileSourceSplit split)
            throws IOException {
        return open(split);
    }

    @Override
    public Reader<RawRecord> restoreReader(Configuration configuration, FileSourceSplit split)
            throws IOException {
        DocumentReader reader = open(split);
        try {
            reader.skip(
                    split.getReaderPosition()
                            .map(CheckpointedPosition::getRecordsAfterOffset)
                            .orElse(0L));
        } catch (IOException e) {
            reader.close();
            throw e;
        }
        return reader;
    }

    private static DocumentReader open(FileSourceSplit split) throws IOException {
        InputStream stream = split.path().getFileSystem().open(split.path());
        try {
            boolean packed =
                    split.path().getName().toLowerCase(Locale.ROOT).endsWith(".gz")
                            && split.length() > 0;
            return new DocumentReader(
                    packed ? new GZIPInputStream(stream, UNPACKING_BUFFER) : stream,
                    split.splitId());
        } catch (IOException e) {
            stream.close();
            throw new IOException("can't unpack " + split.path(), e);
        }
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return WireTypes.RAW_RECORD;
    }
}
