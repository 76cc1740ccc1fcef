package io.dmstocrate.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowKeyTest {

    private static final TableId ITEM = new TableId("shop", "item");

    @ParameterizedTest
    @CsvSource({"7", "7.0", "7.000", "70e-1", "+7", "' 7 '", "007", "0.7e1"})
    void oneIntegerHasOneKey(String written) {
        assertThat(key(DmsType.INT32, written)).isEqualTo(key(DmsType.INT32, 7L));
        assertThat(key(DmsType.INT32, new BigDecimal(written.trim())))
                .isEqualTo(key(DmsType.INT32, 7L));
    }

    @Test
    void exponentsAreTheNumbersTheyStandFor() {
        assertThat(key(DmsType.INT64, new BigDecimal("1e3"))).isEqualTo(key(DmsType.INT64, 1000L));
        assertThat(key(DmsType.UINT64, new BigDecimal("1.8446744073709551615e19")))
                .isEqualTo(key(DmsType.UINT64, "18446744073709551615"));
    }

    @Test
    void decimalsAreEqualWithoutTheirZeros() {
        assertThat(key(DmsType.NUMERIC, new BigDecimal("1.50")))
                .isEqualTo(key(DmsType.NUMERIC, "1.5"))
                .isNotEqualTo(key(DmsType.NUMERIC, "1.51"));
        assertThat(key(DmsType.NUMERIC, new BigDecimal("0.00")))
                .isEqualTo(key(DmsType.NUMERIC, 0L))
                .isEqualTo(key(DmsType.NUMERIC, "-0"));
    }

    @Test
    void giantExponentsStayShort() {
        assertThat(key(DmsType.NUMERIC, new BigDecimal("1e999999")))
                .isEqualTo(key(DmsType.NUMERIC, "10e999998"))
                .hasSizeLessThan(40);
        assertThat(key(DmsType.NUMERIC, new BigDecimal("1e-999999"))).hasSizeLessThan(40);
        assertThat(key(DmsType.NUMERIC, "1e99999999999999")).endsWith("1e99999999999999");
    }

    @Test
    void textIsNeverTakenForANumber() {
        assertThat(key(DmsType.STRING, "7")).isNotEqualTo(key(DmsType.STRING, "7.0"));
        assertThat(key(DmsType.STRING, "a ")).isNotEqualTo(key(DmsType.STRING, "a"));
        assertThat(key(DmsType.UNKNOWN, "7.0")).isNotEqualTo(key(DmsType.UNKNOWN, 7L));
        assertThat(key(DmsType.UNKNOWN, new BigDecimal("7.0"))).isEqualTo(key(DmsType.UNKNOWN, 7L));
    }

    @ParameterizedTest
    @CsvSource({
        "2031-02-03T04:05:06.000000Z",
        "2031-02-03T04:05:06.000000000Z",
        "2031-02-03 04:05:06",
        "2031-02-03 04:05:06.0",
        "2031-02-03t04:05:06z",
        "2031-02-03T05:05:06+01:00",
        "2031-02-03T05:05:06.000+01",
        "2031-02-02T23:35:06-0430"
    })
    void oneInstantHasOneKey(String written) {
        assertThat(key(DmsType.TIMESTAMP, written))
                .isEqualTo(key(DmsType.TIMESTAMP, "2031-02-03T04:05:06Z"));
    }

    @Test
    void instantsThatDifferHaveDifferentKeys() {
        assertThat(key(DmsType.TIMESTAMP, "2031-02-03T04:05:06.1Z"))
                .isEqualTo(key(DmsType.TIMESTAMP, "2031-02-03T04:05:06.100Z"))
                .isNotEqualTo(key(DmsType.TIMESTAMP, "2031-02-03T04:05:06.01Z"))
                .isNotEqualTo(key(DmsType.TIMESTAMP, "2031-02-03T04:05:06Z"));
        assertThat(key(DmsType.TIMESTAMP, "2031-02-03T04:05:00Z"))
                .isEqualTo(key(DmsType.TIMESTAMP, "2031-02-03T05:05:00+01:00"))
                .isEqualTo(key(DmsType.TIMESTAMP, "2031-02-03 04:05"))
                .isNotEqualTo(key(DmsType.TIMESTAMP, "2031-02-03T04:06:00Z"));
    }

    @Test
    void datesAreTheFirstMomentOfTheirDay() {
        assertThat(key(DmsType.DATE, "2031-02-03"))
                .isEqualTo(key(DmsType.DATE, "2031-02-03T00:00:00Z"));
    }

    @Test
    void whatIsNoTimeStaysAsItIs() {
        for (String odd :
                List.of("infinity", "", "2031", "0000-00-00", "2031-02-03T99:99:99+99:99")) {
            assertThat(key(DmsType.TIMESTAMP, odd)).contains(odd);
        }
    }

    @Test
    void otherTypesHaveOneFormToo() {
        assertThat(key(DmsType.BOOLEAN, true))
                .isEqualTo(key(DmsType.BOOLEAN, "t"))
                .isEqualTo(key(DmsType.BOOLEAN, 1L))
                .isNotEqualTo(key(DmsType.BOOLEAN, false));
        assertThat(key(DmsType.BYTES, "0xCAFE")).isEqualTo(key(DmsType.BYTES, "cafe"));
        assertThat(key(DmsType.TIME, "04:05:06.500000")).isEqualTo(key(DmsType.TIME, "04:05:06.5"));
    }

    @Test
    void partsOfACompositeKeyDoNotRunTogether() {
        List<String> keys = new ArrayList<>();
        for (String[] parts :
                new String[][] {{"a", "b:c"}, {"a:b", "c"}, {"a1:b", "c"}, {"a", "1:b1:c"}}) {
            keys.add(composite(DmsType.STRING, parts[0], parts[1]));
        }
        keys.add(composite(DmsType.STRING, "", "ab"));
        keys.add(composite(DmsType.STRING, "ab", ""));
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(composite(DmsType.INT32, 1L, new BigDecimal("2.0")))
                .isEqualTo(composite(DmsType.INT32, "1", 2L));
    }

    @Test
    void tablesDoNotShareKeys() {
        assertThat(
                        List.of(
                                key(new TableId("a", "b"), DmsType.STRING, "c"),
                                key(new TableId("", "a1:b"), DmsType.STRING, "c"),
                                key(new TableId("a", "b/c"), DmsType.STRING, ""),
                                key(new TableId("ab", "c"), DmsType.STRING, ""),
                                key(new TableId("a", "bc"), DmsType.STRING, "")))
                .doesNotHaveDuplicates();
    }

    @Test
    void aMissingPartIsRefusedByItsColumn() {
        assertThatThrownBy(() -> key(DmsType.INT32, (Object) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("k0");
    }

    private static String key(DmsType type, Object value) {
        return key(ITEM, type, value);
    }

    private static String composite(DmsType type, Object first, Object second) {
        return key(ITEM, type, first, second);
    }

    private static String key(TableId table, DmsType type, Object... values) {
        List<Column> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            names.add("k" + i);
            columns.add(Column.of("k" + i, type));
        }
        return new RowKey(new TableDefinition(table, columns, names)).of(values);
    }
}
