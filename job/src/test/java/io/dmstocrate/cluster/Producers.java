package io.dmstocrate.cluster;

import io.dmstocrate.cluster.ChangingRows.StreamRecord;
import io.dmstocrate.cluster.ChangingRows.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Put changes of a table into a stream, several at the same time, until they are told to stop. */
final class Producers implements AutoCloseable {

    private static final int BATCH = 25;
    private static final long PAUSE_MILLIS = 50;

    private final KinesisClient kinesis;
    private final String stream;
    private final AtomicLong put = new AtomicLong();
    private final CountDownLatch told = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ChangingRows> parts = new ArrayList<>();
    private final List<Future<?>> running = new ArrayList<>();

    Producers(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    void start(int count) {
        put(List.of(ChangingRows.definition()));
        for (int part = 0; part < count; part++) {
            ChangingRows rows = new ChangingRows(part);
            parts.add(rows);
            running.add(threads.submit(() -> produce(rows)));
        }
    }

    /** How many records are in the stream. */
    long records() {
        return put.get();
    }

    /** Has them stop, and gives the rows that the table has in the end. */
    Map<Long, Values> stop() throws Exception {
        told.countDown();
        for (Future<?> producer : running) {
            producer.get();
        }
        Map<Long, Values> rows = new HashMap<>();
        parts.forEach(part -> rows.putAll(part.rows()));
        return rows;
    }

    private Void produce(ChangingRows rows) throws InterruptedException {
        do {
            List<StreamRecord> batch = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                batch.add(rows.next());
            }
            put(batch);
        } while (!told.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        return null;
    }

    /** Puts all of them, like DMS: what was refused is put again, behind the others. */
    private void put(List<StreamRecord> records) {
        List<StreamRecord> left = records;
        while (!left.isEmpty()) {
            List<PutRecordsRequestEntry> entries =
                    left.stream()
                            .map(
                                    record ->
                                            PutRecordsRequestEntry.builder()
                                                    .partitionKey(record.partitionKey())
                                                    .data(SdkBytes.fromUtf8String(record.data()))
                                                    .build())
                            .toList();
            PutRecordsResponse response =
                    kinesis.putRecords(request -> request.streamName(stream).records(entries));
            List<StreamRecord> refused = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                if (response.records().get(i).errorCode() != null) {
                    refused.add(left.get(i));
                }
            }
            put.addAndGet(left.size() - refused.size());
            left = refused;
        }
    }

    @Override
    public void close() {
        told.countDown();
        threads.shutdownNow();
    }
}
