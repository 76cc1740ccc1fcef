package io.dmstocrate.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.mapping.ColumnType.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypesTest {

    @ParameterizedTest
    @CsvSource({
        "BOOLEAN, BOOLEAN",
        "INT8, SMALLINT",
        "INT16, SMALLINT",
        "INT32, INTEGER",
        "INT64, BIGINT",
        "UINT8, SMALLINT",
        "UINT16, INTEGER",
        "UINT32, BIGINT",
        "UINT64, NUMERIC",
        "REAL, REAL",
        "DOUBLE, DOUBLE",
        "DATE, TIMESTAMP",
        "TIMESTAMP, TIMESTAMP_WITH_TIME_ZONE",
        "TIME, TEXT",
        "BYTES, LARGE_TEXT",
        "STRING, LARGE_TEXT",
        "UNKNOWN, LARGE_TEXT",
        "NUMERIC, TEXT"
    })
    void everyTypeHasItsColumn(DmsType type, Kind kind) {
        assertThat(ColumnTypes.of(Column.of("c", type), false).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @EnumSource(DmsType.class)
    void aKeyIsNeverLargeText(DmsType type) {
        assertThat(ColumnTypes.of(Column.of("c", type), true).kind()).isNotEqualTo(Kind.LARGE_TEXT);
    }

    @ParameterizedTest
    @CsvSource({"40, TEXT", "8000, TEXT", "8191, TEXT", "8192, LARGE_TEXT", "65535, LARGE_TEXT"})
    void textThatMayBeTooLongForAnIndexIsLargeText(int length, Kind kind) {
        Column column = new Column("c", DmsType.STRING, length, -1, -1, true);

        assertThat(ColumnTypes.of(column, false).kind()).isEqualTo(kind);
    }

    @Test
    void digitsThatAreKnownMakeANumeric() {
        Column column = new Column("c", DmsType.NUMERIC, -1, 18, 4, true);

        assertThat(ColumnTypes.of(column, false)).isEqualTo(ColumnType.numeric(18, 4));
    }

    @ParameterizedTest
    @CsvSource({"39, 4", "18, -1", "-1, -1", "4, 5", "5, -2"})
    void digitsThatNoNumericHoldsMakeText(int precision, int scale) {
        Column column = new Column("c", DmsType.NUMERIC, -1, precision, scale, true);

        assertThat(ColumnTypes.of(column, false).kind()).isEqualTo(Kind.TEXT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "object | OBJECT",
                " TEXT | TEXT",
                "double  precision | DOUBLE",
                "timestamp with time zone | TIMESTAMP_WITH_TIME_ZONE",
                "large_text | LARGE_TEXT",
                "Timestamp | TIMESTAMP"
            })
    void wordsOfTheConfigurationMeanTypes(String words, Kind kind) {
        assertThat(ColumnTypes.parse(words).kind()).isEqualTo(kind);
    }

    @Test
    void numbersInBracketsAreRead() {
        assertThat(ColumnTypes.parse("NUMERIC ( 18 , 4 )")).isEqualTo(ColumnType.numeric(18, 4));
        assertThat(ColumnTypes.parse("numeric(20)")).isEqualTo(ColumnType.numeric(20, 0));
        assertThat(ColumnTypes.parse("varchar(40)").precision()).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "numeric",
                "numeric(39,1)",
                "numeric(4,5)",
                "varchar",
                "text(4)",
                "varchar(4,1)",
                "numeric(0)",
                "text; DROP TABLE x"
            })
    void wordsThatMeanNoTypeAreRefusedByName(String words) {
        assertThatThrownBy(() -> ColumnTypes.parse(words))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining('"' + words + '"');
    }
}
