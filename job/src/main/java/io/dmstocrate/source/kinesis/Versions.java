package io.dmstocrate.source.kinesis;

import java.io.IOException;

/** Refuses what a newer release has written. */
final class Versions {

    private Versions() {}

    static void check(int version, int newest) throws IOException {
        if (version < 1 || version > newest) {
            throw new IOException(
                    "The savepoint holds a state of the Kinesis source of version "
                            + version
                            + ", this release reads versions up to "
                            + newest
                            + "; restore with the release that wrote it, or a newer one.");
        }
    }
}
