package io.dmstocrate.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The recorded stream as a file. */
final class FileDemoSource implements DemoSource {

    private final TemporaryFolder folder = new TemporaryFolder();
    private final Path file = folder.path().resolve("shop.ndjson");

    FileDemoSource() throws IOException {
        try (InputStream stream =
                requireNonNull(
                        FileDemoSource.class.getResourceAsStream(RECORDING),
                        "the recorded stream is missing")) {
            Files.copy(stream, file);
        }
    }

    @Override
    public List<String> keys() {
        return List.of("--Source.kind=file", "--Source.path=" + file);
    }

    @Override
    public void close() {
        folder.close();
    }
}
