package io.dmstocrate.source.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * Puts records {@code key,number} into a stream, in rounds: one record for each key, the numbers of
 * a key ascending.
 */
final class NumberedRecords implements AutoCloseable {

    private final KinesisClient kinesis;
    private final String stream;
    private final int keys;
    private final AtomicInteger rounds = new AtomicInteger();
    private volatile boolean stopped;
    private CompletableFuture<Void> flow = CompletableFuture.completedFuture(null);

    NumberedRecords(KinesisClient kinesis, String stream, int keys) {
        this.kinesis = kinesis;
        this.stream = stream;
        this.keys = keys;
    }

    /** Puts so many rounds, and returns when they are in. */
    void put(int count) {
        for (int i = 0; i < count; i++) {
            round();
        }
    }

    /** Keeps on putting until stopped. */
    void flow() {
        stopped = false;
        flow =
                CompletableFuture.runAsync(
                        () -> {
                            while (!stopped) {
                                round();
                            }
                        });
    }

    /** Waits until the flow has put so many rounds more. */
    synchronized void awaitMore(int count) throws InterruptedException {
        int goal = rounds.get() + count;
        while (rounds.get() < goal) {
            if (flow.isDone()) {
                flow.join();
            }
            wait(1000);
        }
    }

    /** Ends the flow; the number of rounds that were put. */
    int stop() throws InterruptedException, ExecutionException {
        stopped = true;
        flow.get();
        return rounds.get();
    }

    private void round() {
        int number = rounds.get();
        List<PutRecordsRequestEntry> entries = new ArrayList<>(keys);
        for (int key = 0; key < keys; key++) {
            String name = "key" + key;
            byte[] data = (name + "," + number).getBytes(StandardCharsets.UTF_8);
            entries.add(
                    PutRecordsRequestEntry.builder()
                            .partitionKey(name)
                            .data(SdkBytes.fromByteArrayUnsafe(data))
                            .build());
        }
        while (!entries.isEmpty()) {
            List<PutRecordsRequestEntry> batch = entries;
            PutRecordsResponse response =
                    kinesis.putRecords(request -> request.streamName(stream).records(batch));
            List<PutRecordsRequestEntry> left = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                if (response.records().get(i).errorCode() != null) {
                    left.add(batch.get(i));
                }
            }
            entries = left;
        }
        synchronized (this) {
            rounds.incrementAndGet();
            notifyAll();
        }
    }

    @Override
    public void close() throws Exception {
        stop();
    }
}
