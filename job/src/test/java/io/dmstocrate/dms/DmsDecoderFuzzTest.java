package io.dmstocrate.dms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: an event that keeps its promises, or a reason. */
class DmsDecoderFuzzTest {

    private static final int RECORDS = 250_000;
    private static final int COMPARED_WITH_A_TREE = 5;

    private final DecoderPromises promises = new DecoderPromises();

    @Test
    void whatFuzzerFoundIsEventOrMalformed() throws Exception {
        for (byte[] bytes : FuzzCorpus.load()) {
            promises.check(new RawRecord(Decoding.POSITION, bytes), true);
        }
    }

    @Test
    void anyBytesAreAnEventOrMalformed() throws Exception {
        List<byte[]> seeds = new ArrayList<>(FuzzCorpus.load());
        Specimen.all().forEach(specimen -> seeds.add(specimen.bytes()));
        RecordMutations mutations = new RecordMutations(seeds, 20_310_203);
        for (int i = 0; i < RECORDS; i++) {
            byte[] bytes = mutations.next();
            try {
                promises.check(
                        new RawRecord(Decoding.POSITION, bytes), i % COMPARED_WITH_A_TREE == 0);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "record " + i + ": " + new String(bytes, StandardCharsets.UTF_8), e);
            }
        }
        // Neither side may be empty, or the test looks at nothing.
        assertThat(promises.events()).isGreaterThan(RECORDS / 20);
        assertThat(promises.malformed()).isGreaterThan(RECORDS / 20);
    }
}
