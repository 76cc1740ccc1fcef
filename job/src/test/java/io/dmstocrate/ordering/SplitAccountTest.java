package io.dmstocrate.ordering;

import static io.dmstocrate.ordering.Words.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.flow.KeyedChange.Part;
import io.dmstocrate.flow.SplitOutcome;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SplitAccountTest {

    private final SplitAccount account = new SplitAccount();
    private KeyedOneInputStreamOperatorTestHarness<String, SplitOutcome, Void> harness;

    @BeforeEach
    void start() throws Exception {
        harness =
                ProcessFunctionTestHarnesses.forKeyedProcessFunction(
                        account, SplitOutcome::recordId, Types.STRING);
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    @Test
    void theSinkCountsWhatTheNewKeyContributed() throws Exception {
        for (SplitOutcome.Outcome oldKey : SplitOutcome.Outcome.values()) {
            take(Part.OLD_KEY, oldKey);
            take(Part.NEW_KEY, SplitOutcome.Outcome.CONTRIBUTED);
        }

        assertCounts(0, 0, 0);
    }

    @Test
    void aRecordWhoseOldKeyAloneContributedIsApplied() throws Exception {
        take(Part.NEW_KEY, SplitOutcome.Outcome.SUPERSEDED);
        take(Part.OLD_KEY, SplitOutcome.Outcome.CONTRIBUTED);

        assertCounts(1, 0, 0);
    }

    @Test
    void aRecordIsADuplicateIfBothPartsAre() throws Exception {
        take(Part.OLD_KEY, SplitOutcome.Outcome.DUPLICATE);
        take(Part.NEW_KEY, SplitOutcome.Outcome.DUPLICATE);

        assertCounts(0, 1, 0);
    }

    @Test
    void aRecordIsSupersededIfOnePartIsAndNoneContributed() throws Exception {
        take(Part.OLD_KEY, SplitOutcome.Outcome.DUPLICATE);
        take(Part.NEW_KEY, SplitOutcome.Outcome.SUPERSEDED);

        assertCounts(0, 0, 1);
    }

    @Test
    void eachDeliveryOfARecordIsCounted() throws Exception {
        take(Part.OLD_KEY, SplitOutcome.Outcome.CONTRIBUTED);
        take(Part.OLD_KEY, SplitOutcome.Outcome.DUPLICATE);
        take(Part.NEW_KEY, SplitOutcome.Outcome.CONTRIBUTED);
        take(Part.NEW_KEY, SplitOutcome.Outcome.DUPLICATE);

        assertCounts(0, 1, 0);
    }

    @Test
    void nothingIsKeptOfARecordThatIsCounted() throws Exception {
        take(Part.OLD_KEY, SplitOutcome.Outcome.CONTRIBUTED);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);

        take(Part.NEW_KEY, SplitOutcome.Outcome.CONTRIBUTED);

        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    private void take(Part part, SplitOutcome.Outcome outcome) throws Exception {
        harness.processElement(new SplitOutcome("shard/1", TABLE, part, outcome), 0);
    }

    private void assertCounts(long applied, long duplicates, long superseded) {
        assertThat(account.tally().get(TABLE, Outcome.APPLIED)).isEqualTo(applied);
        assertThat(account.tally().get(TABLE, Outcome.DUPLICATES)).isEqualTo(duplicates);
        assertThat(account.tally().get(TABLE, Outcome.SUPERSEDED)).isEqualTo(superseded);
    }
}
