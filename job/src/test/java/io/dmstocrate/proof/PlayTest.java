package io.dmstocrate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayTest {

    @Test
    void sameSeedMakesTheSameStream() {
        assertThat(stream(7)).isEqualTo(stream(7)).isNotEqualTo(stream(8));
    }

    private static List<String> stream(long seed) {
        return Play.of(Case.random(seed).story()).shards().all().stream()
                .flatMap(shard -> shard.records().stream())
                .map(RawRecord::data)
                .map(data -> new String(data, StandardCharsets.UTF_8))
                .toList();
    }
}
