package io.dmstocrate.source.file;

import io.dmstocrate.dms.RawRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.connector.file.src.util.IteratorResultIterator;

/** Reads the documents of one file in batches; its position is the number of documents read. */
final class DocumentReader implements BulkFormat.Reader<RawRecord> {

    private static final int BATCH_DOCUMENTS = 1000;
    private static final int BATCH_BYTES = 1024 * 1024;

    private final InputStream stream;
    private final String file;
    private final DocumentSplitter documents;
    private final RecordAddress addresses;
    private long read;

    DocumentReader(InputStream stream, String file) {
        this.stream = stream;
        this.file = file;
        this.documents = new DocumentSplitter(stream);
        this.addresses = new RecordAddress(file);
    }

    void skip(long count) throws IOException {
        while (read < count && next() != null) {
            read++;
        }
    }

    @Override
    public BulkFormat.RecordIterator<RawRecord> readBatch() throws IOException {
        List<RawRecord> batch = new ArrayList<>();
        long before = read;
        int bytes = 0;
        while (batch.size() < BATCH_DOCUMENTS && bytes < BATCH_BYTES) {
            byte[] document = next();
            if (document == null) {
                break;
            }
            read++;
            bytes += document.length;
            batch.add(new RawRecord(addresses.of(document, read), document));
        }
        return batch.isEmpty()
                ? null
                : new IteratorResultIterator<>(
                        batch.iterator(), CheckpointedPosition.NO_OFFSET, before);
    }

    private byte[] next() throws IOException {
        try {
            return documents.next();
        } catch (IOException e) {
            throw new IOException("can't read " + file + " beyond its record " + read, e);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
