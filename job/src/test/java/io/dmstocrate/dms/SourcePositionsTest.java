package io.dmstocrate.dms;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.SourcePosition.Ordering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePositionsTest {

    private static final long COMMIT = 1_927_857_906_000_000L;
    private static final long MESSAGE = COMMIT + 150_000;
    private static final String SEQUENCE =
            "49664459213214506049272029928136046394554240732946759682";

    private final SourcePositions positions = new SourcePositions();

    @Test
    void postgresqlChangeDeliveredAgainIsEqual() {
        SourcePosition first =
                postgresql(COMMIT, "8140", 1, "0000001A/B0000300.2.0000001A/B0000300");
        SourcePosition again =
                positions.ofChange(
                        COMMIT,
                        "8140",
                        1,
                        "0000001A/B0000300.3.0000001A/B0000300",
                        MESSAGE + 9,
                        "7");

        assertThat(first.ordering()).isEqualTo(Ordering.POSTGRESQL_LSN);
        assertThat(again).isEqualTo(first).hasSameHashCodeAs(first);
        assertThat(again).isEqualByComparingTo(first);
    }

    @Test
    void commitTimeIsTheOneOfTheRecord() {
        assertThat(
                        postgresql(COMMIT, "8140", 1, "0000001A/B0000300.2.0000001A/B0000300")
                                .commitMicros())
                .isEqualTo(COMMIT);
        for (String transaction : new String[] {"30064775168", "0000:0004A1B2", "8140", ""}) {
            assertThat(
                            positions
                                    .ofChange(COMMIT, transaction, 1, "", MESSAGE, SEQUENCE)
                                    .commitMicros())
                    .isEqualTo(COMMIT);
        }
    }

    @Test
    void withoutCommitTimeThereIsNone() {
        for (String transaction : new String[] {"30064775168", "1234567890123", "8140", ""}) {
            assertThat(
                            positions
                                    .ofChange(-1, transaction, -1, "", MESSAGE, SEQUENCE)
                                    .commitMicros())
                    .isEqualTo(-1);
        }
        for (int digits = 1; digits < 130; digits++) {
            assertThat(positions.ofLoad(MESSAGE, "9".repeat(digits)).commitMicros()).isEqualTo(-1);
        }
    }

    @Test
    void postgresqlLogPositionsAreComparedAsNumbers() {
        assertAscending(
                postgresql(COMMIT, "8", 9, "00000009/F0000000.2.00000009/F0000000"),
                postgresql(COMMIT, "7", 1, "0000000A/00000000.2.0000000A/00000000"),
                postgresql(COMMIT, "6", 1, "A/1.2.A/1"),
                postgresql(COMMIT, "5", 1, "0000000a/0000000f.3.0000000A/0000000f"),
                postgresql(COMMIT, "4", 1, "0000000A/00000010.2.0000000A/00000010"),
                postgresql(COMMIT, "3", 1, "7FFFFFFF/FFFFFFFF.2.7FFFFFFF/FFFFFFFF"));
    }

    @Test
    void secondPostgresqlLogPositionComesAfterTheFirst() {
        assertAscending(
                postgresql(COMMIT, "8", 3, "0000001A/B0000300.2.0000001A/B0000100"),
                postgresql(COMMIT, "8", 2, "0000001A/B0000300.2.0000001A/B0000300"),
                postgresql(COMMIT, "8", 1, "0000001A/B0000300.2.0000001A/B0000400"),
                postgresql(COMMIT, "8", 0, "0000001A/B0000301.2.0000001A/B0000000"));
    }

    @Test
    void recordNumberOrdersTheChangesOfATransaction() {
        String lsn = "0000001A/B0000300.2.0000001A/B0000300";

        assertAscending(
                postgresql(COMMIT, "8", -1, lsn),
                postgresql(COMMIT, "8", 0, lsn),
                postgresql(COMMIT, "8", 9, lsn),
                postgresql(COMMIT, "8", 10, lsn),
                postgresql(COMMIT, "8", 100_000_000_000L, lsn));
    }

    @Test
    void lowerTransactionCommittedLaterIsNewer() {
        assertAscending(
                postgresql(COMMIT, "8150", 2, "0000001A/C0000400.3.0000001A/C0000400"),
                postgresql(COMMIT + 1, "8148", 1, "0000001A/C0000500.2.0000001A/C0000500"),
                postgresql(COMMIT + 2, "3", 1, "00000000/00000500.2.00000000/00000500"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000001A/B0000018.NOW",
                "0000001A/B0000018",
                "0000001A.2.B0000018",
                "0000001A/.2.0000001A/B",
                "/1.2.A/1",
                "0000001AB/0.2.A/1",
                "A/000000001.2.A/1",
                "A/1.2.A/1.3",
                "A/1.2.A/1/1",
                "A/G.2.A/1",
                "A/1..",
                "..",
                "A/１.2.A/1"
            })
    void whatIsNoPostgresqlPositionLeavesTheCommitTime(String position) {
        assertThat(positions.ofChange(COMMIT, "8", 1, position, MESSAGE, SEQUENCE).ordering())
                .isEqualTo(Ordering.COMMIT_TIMESTAMP);
    }

    @Test
    void mysqlBinlogOrdersTheChangesOfOneSecond() {
        assertAscending(
                mysql(COMMIT, 7, 4294, 2),
                mysql(COMMIT, 7, 36_912_135, 1),
                mysql(COMMIT, 8, 4, 1),
                mysql(COMMIT, 8, 4, 2),
                mysql(COMMIT, 1000, 4, 1),
                mysql(COMMIT + 1_000_000, 1, 293, 1));
        assertThat(mysql(COMMIT, 7, 4294, 2).ordering()).isEqualTo(Ordering.MYSQL_BINLOG);
    }

    @Test
    void mysqlChangeDeliveredAgainIsEqual() {
        String position = "mysql-bin-changelog.000007:4232:0:4294:30064775168:f.000007:4170";

        assertThat(positions.ofChange(COMMIT, "30064775168", 1, position, MESSAGE + 5, "9"))
                .isEqualTo(positions.ofChange(COMMIT, "30064775168", 1, position, MESSAGE, "1"))
                .isEqualTo(
                        positions.ofChange(COMMIT, "3.0064775168e+10", 1, position, MESSAGE, "1"))
                .isEqualTo(positions.ofChange(COMMIT, "30064775168", 1, "", MESSAGE, "1"));
    }

    @Test
    void largeIdOfAnotherEngineIsNoBinlogPosition() {
        for (String position : new String[] {"00000c7c:00012d10:0001", "scn-5512345678", "1:2:3"}) {
            assertThat(
                            positions
                                    .ofChange(COMMIT, "30064775168", 1, position, MESSAGE, SEQUENCE)
                                    .ordering())
                    .isEqualTo(Ordering.COMMIT_TIMESTAMP);
        }
    }

    @Test
    void commitTimeOrdersOtherEngines() {
        assertAscending(
                positions.ofChange(COMMIT, "0000:0004A1B2", 7, "", MESSAGE, "9"),
                positions.ofChange(COMMIT, "0000:0004A1B2", 8, "", MESSAGE, "8"),
                positions.ofChange(COMMIT, "0000:0003A1B2", 1, "", MESSAGE + 1, "7"),
                positions.ofChange(COMMIT + 1, "0000:0002A1B2", 1, "", MESSAGE - 9, "6"));
        assertThat(positions.ofChange(COMMIT, "262161", 1, "", MESSAGE, "9"))
                .isEqualTo(positions.ofChange(COMMIT, "262161", 1, "", MESSAGE, "1"))
                .isNotEqualTo(positions.ofChange(COMMIT, "262162", 1, "", MESSAGE, "9"));
    }

    @Test
    void changesWithoutDetailsAreOrderedByMessageAndArrival() {
        assertAscending(
                arrival(MESSAGE - 1, "8152", "100"),
                arrival(MESSAGE, "8153", "99"),
                arrival(MESSAGE, "8152", "100"),
                arrival(MESSAGE, "", "101"),
                arrival(MESSAGE, "30064775168", "7"),
                arrival(MESSAGE, "30064775169", "6"),
                arrival(MESSAGE + 1, "30064775168", "5"));
        assertThat(arrival(MESSAGE, "1", "1").ordering()).isEqualTo(Ordering.ARRIVAL);
    }

    @Test
    void sequenceNumbersAreComparedAsNumbers() {
        assertAscending(
                positions.ofLoad(MESSAGE, "9"),
                positions.ofLoad(MESSAGE, "10"),
                positions.ofLoad(MESSAGE, SEQUENCE),
                positions.ofLoad(MESSAGE, "1" + "0".repeat(SEQUENCE.length())));
        assertAscending(arrival(MESSAGE, "", "9"), arrival(MESSAGE, "", "10"));
    }

    @Test
    void loadsAreOrderedByMessageAndArrival() {
        assertAscending(
                positions.ofLoad(MESSAGE, "7"),
                positions.ofLoad(MESSAGE, "8"),
                positions.ofLoad(MESSAGE + 1, "1"));
        assertThat(positions.ofLoad(MESSAGE, "7")).isEqualTo(positions.ofLoad(MESSAGE, "7"));
        assertThat(positions.ofLoad(MESSAGE, "7").ordering()).isEqualTo(Ordering.LOAD);
    }

    @Test
    void positionIsReadBackFromItsText() {
        SourcePosition position = mysql(COMMIT, 7, 4294, 2);

        assertThat(SourcePosition.of(position.text(), position.ordering())).isEqualTo(position);
    }

    private SourcePosition postgresql(long commit, String id, long record, String position) {
        return positions.ofChange(commit, id, record, position, MESSAGE, SEQUENCE);
    }

    private SourcePosition mysql(long commit, long file, long offset, long record) {
        long id = (file << 32) + offset;
        String name = "mysql-bin-changelog." + file;
        return positions.ofChange(
                commit,
                String.valueOf(id),
                record,
                name + ":" + offset + ":0:" + (offset + 80) + ":" + id + ":" + name + ":" + offset,
                MESSAGE,
                SEQUENCE);
    }

    private SourcePosition arrival(long message, String transactionId, String sequence) {
        return positions.ofChange(-1, transactionId, -1, "", message, sequence);
    }

    private static void assertAscending(SourcePosition... ascending) {
        for (int i = 0; i < ascending.length; i++) {
            for (int k = 0; k < ascending.length; k++) {
                assertThat(Integer.signum(ascending[i].compareTo(ascending[k])))
                        .as("%d and %d", i, k)
                        .isEqualTo(Integer.compare(i, k));
            }
        }
    }
}
