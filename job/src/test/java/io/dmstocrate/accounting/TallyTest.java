package io.dmstocrate.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.dms.TableId;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final TableId ITEM = new TableId("shop", "item");
    private static final TableId STATUS = new TableId("", "awsdms_status");

    @Test
    void countsPerTableAndOutcome() {
        Tally tally = new Tally();

        tally.count(ITEM, Outcome.RECORDS);
        tally.count(STATUS, Outcome.RECORDS, 5);
        tally.count(ITEM, Outcome.RECORDS, 2);
        tally.count(ITEM, Outcome.DUPLICATES);

        assertThat(tally.get(ITEM, Outcome.RECORDS)).isEqualTo(3);
        assertThat(tally.get(ITEM, Outcome.DUPLICATES)).isEqualTo(1);
        assertThat(tally.get(STATUS, Outcome.RECORDS)).isEqualTo(5);
        assertThat(tally.get(STATUS, Outcome.APPLIED)).isZero();
        assertThat(tally.tables()).containsExactlyInAnyOrder(ITEM, STATUS);
    }

    @Test
    void bytesBringBackTheCounts() {
        Tally tally = new Tally();
        tally.count(ITEM, Outcome.APPLIED, Long.MAX_VALUE);
        tally.count(STATUS, Outcome.DEAD_LETTERS, 7);

        Tally read = Tally.fromBytes(tally.toBytes());

        assertThat(read.get(ITEM, Outcome.APPLIED)).isEqualTo(Long.MAX_VALUE);
        assertThat(read.get(STATUS, Outcome.DEAD_LETTERS)).isEqualTo(7);
        assertThat(read.tables()).hasSize(2);
    }

    @Test
    void bytesOfAnOlderReleaseWithFewerOutcomesAreRead() {
        byte[] old = {
            1, 2, 0, 0, 0, 1, 0, 1, 's', 0, 1, 't', 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4
        };

        Tally read = Tally.fromBytes(old);

        assertThat(read.get(new TableId("s", "t"), Outcome.RECORDS)).isEqualTo(3);
        assertThat(read.get(new TableId("s", "t"), Outcome.APPLIED)).isEqualTo(4);
    }

    @Test
    void bytesOfANewerReleaseAreRefused() {
        assertThatThrownBy(() -> Tally.fromBytes(new byte[] {2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void mergedTalliesAddUpAndGoOnCounting() {
        Tally one = new Tally();
        one.count(ITEM, Outcome.APPLIED, 3);
        Tally other = new Tally();
        other.count(ITEM, Outcome.APPLIED, 4);
        other.count(STATUS, Outcome.CONTROL, 1);

        one.merge(other);
        one.count(ITEM, Outcome.APPLIED);

        assertThat(one.get(ITEM, Outcome.APPLIED)).isEqualTo(8);
        assertThat(one.get(STATUS, Outcome.CONTROL)).isEqualTo(1);
    }

    @Test
    void nonZeroOutcomesAreHandedOver() {
        Tally tally = new Tally();
        tally.count(ITEM, Outcome.SKIPPED, 2);
        Map<Outcome, Long> seen = new HashMap<>();

        tally.forEach(ITEM, seen::put);

        assertThat(seen).containsExactly(Map.entry(Outcome.SKIPPED, 2L));
    }

    @Test
    void countersShowRestoredAndLaterTables() {
        Tally tally = new Tally();
        tally.count(ITEM, Outcome.APPLIED, 3);
        RecordingGroup group = new RecordingGroup("");

        TallyMetrics.show(tally, group, Outcome.APPLIED, Outcome.DUPLICATES);
        tally.count(ITEM, Outcome.APPLIED);
        tally.count(STATUS, Outcome.DUPLICATES);

        assertThat(group.counters).hasSize(4);
        assertThat(group.counters.get("table/shop.item/applied").getCount()).isEqualTo(4);
        assertThat(group.counters.get("table/awsdms_status/duplicates").getCount()).isEqualTo(1);
    }

    /** Remembers which counter was registered under which name. */
    private static final class RecordingGroup extends UnregisteredMetricsGroup {

        private final String path;
        private final Map<String, Counter> counters;

        RecordingGroup(String path) {
            this(path, new HashMap<>());
        }

        private RecordingGroup(String path, Map<String, Counter> counters) {
            this.path = path;
            this.counters = counters;
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return new RecordingGroup(path + key + "/" + value + "/", counters);
        }

        @Override
        public <C extends Counter> C counter(String name, C counter) {
            counters.put(path + name, counter);
            return counter;
        }
    }
}
