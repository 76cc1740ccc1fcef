package io.dmstocrate.cli;

import java.io.IOException;
import java.util.List;

/** From where the demo's records are read; it goes when it is closed. */
interface DemoSource extends AutoCloseable {

    /** The recorded stream, on the class path. */
    String RECORDING = "/io/dmstocrate/demo/shop.ndjson";

    /** The keys that lead the job to it. */
    List<String> keys();

    @Override
    void close() throws IOException;
}
