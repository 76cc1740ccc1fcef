package io.dmstocrate.dms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z,0",
        "1970-01-01T00:00:00.000001Z,1",
        "2031-02-03T04:05:06Z,1927857906000000",
        "2031-02-03T04:05:06.1Z,1927857906100000",
        "2031-02-03T04:05:06.123456Z,1927857906123456",
        "2031-02-03T04:05:06.123456999Z,1927857906123456",
        "2031-02-03T04:05:06.000000999Z,1927857906000000",
        "2031-02-03 04:05:06.5Z,1927857906500000",
        "2031-02-03 04:05:06.5+00:00,1927857906500000",
        "2031-02-03T06:05:06.5+02:00,1927857906500000",
        "2031-02-03T06:05:06.5+0200,1927857906500000",
        "2031-02-03T06:05:06.5+02,1927857906500000",
        "2031-02-02T22:35:06-05:30,1927857906000000",
        "2031-02-03t04:05:06z,1927857906000000",
        "2400-02-29T23:59:59.999999Z,13574649599999999",
        "9999-12-31T23:59:59Z,253402300799000000"
    })
    void timesAreMicroseconds(String text, long micros) {
        assertThat(micros(text)).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "now",
                "1969-12-31T23:59:59Z",
                "0000-00-00T00:00:00Z",
                "2031-02-29T00:00:00Z",
                "2031-04-31T00:00:00Z",
                "2100-02-29T00:00:00Z",
                "2031-13-01T00:00:00Z",
                "2031-00-01T00:00:00Z",
                "2031-01-00T00:00:00Z",
                "2031-01-01T24:00:01Z",
                "2031-01-01T00:60:00Z",
                "2031-01-01T00:00:60Z",
                "2031-01-01T00:00:00",
                "2031-01-01T00:00:00.1234567890Z",
                "2031-01-01T00:00:00,5Z",
                "2031-01-01T00:00:00.12a4Z",
                "2031-1-1T00:00:00Z",
                "2031-01-01",
                " 2031-01-01T00:00:00Z",
                "2031-01-01T00:00:00Z ",
                "２031-01-01T00:00:00Z",
                "+999999999-01-01T00:00:00Z"
            })
    void whatIsNoTimeSince1970IsUnknown(String text) {
        assertThat(micros(text)).isEqualTo(Timestamps.UNKNOWN);
    }

    @Test
    void everyDayIsReadAsJavaReadsIt() {
        LocalDate end = LocalDate.of(2201, 1, 1);
        for (LocalDate day = LocalDate.EPOCH; day.isBefore(end); day = day.plusDays(1)) {
            assertThat(micros(day + "T00:00:01Z"))
                    .isEqualTo(day.toEpochDay() * 86_400_000_000L + 1_000_000);
        }
    }

    @Test
    void anyInstantIsReadAsJavaWritesIt() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            Instant instant =
                    Instant.ofEpochSecond(
                            random.nextLong(0, 4_000_000_000L),
                            i % 3 == 0
                                    ? random.nextInt(1000) * 1_000_000
                                    : random.nextInt(1_000_000_000));
            assertThat(micros(instant.toString()))
                    .isEqualTo(instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000);
        }
    }

    private static long micros(String text) {
        char[] within = ("99" + text + "99").toCharArray();
        return Timestamps.micros(within, 2, text.length());
    }
}
