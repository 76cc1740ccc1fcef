package io.dmstocrate.dms;

/** What a coverage-guided fuzzer calls with all that it thinks of. */
public final class DecoderFuzzer {

    private static final DecoderPromises PROMISES = new DecoderPromises();

    private DecoderFuzzer() {}

    /** Found by the fuzzer by its name. */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        PROMISES.check(new RawRecord(Decoding.POSITION, bytes), true);
    }
}
