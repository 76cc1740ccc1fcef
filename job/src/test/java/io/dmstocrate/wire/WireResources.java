package io.dmstocrate.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the bytes that {@link WireSerializerContract} reads: {@code WireResources DIRECTORY}. Run
 * it for a new version of a format only; what is checked in is never written again.
 */
final class WireResources {

    private WireResources() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        for (WireSerializerContract<?> type :
                List.of(
                        new RawRecordSerializerTest(),
                        new RowChangeSerializerTest(),
                        new SchemaEventSerializerTest(),
                        new KeyedChangeSerializerTest(),
                        new RowWriteSerializerTest(),
                        new TableAnnouncementSerializerTest(),
                        new TableMemorySerializerTest(),
                        new SplitOutcomeSerializerTest(),
                        new NameUseSerializerTest(),
                        new RowKeySerializerTest(),
                        new DeadLetterSerializerTest())) {
            type.writeResource(directory);
        }
    }
}
