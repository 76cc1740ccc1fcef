package io.dmstocrate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.JsonText;
import io.dmstocrate.dms.TableSighting;
import io.dmstocrate.dms.TableSighting.ValueKind;
import io.dmstocrate.dms.ValueKinds;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.ValueRoom;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LearnedDefinitionTest {

    /** Whatever comes before and behind the moment when the column is made. */
    @Test
    void columnHasRoomForAllThatWasSeen() {
        Random random = new Random(7);
        for (int round = 0; round < 50_000; round++) {
            List<Object> values = new ArrayList<>();
            ValueKind seen = ValueKind.NULL;
            Column column = null;
            int numbersOnly = random.nextInt(3);
            for (int i = 0; i < 6; i++) {
                Object value = value(random, numbersOnly > 0 ? 6 : 9);
                values.add(value);
                seen = TableSighting.wider(seen, ValueKinds.of(value));
                if (column != null) {
                    column = LearnedDefinition.wider(column, seen);
                } else if (random.nextInt(3) == 0) {
                    column = LearnedDefinition.column(Map.entry("a", seen));
                }
                assertRoom(column, values);
            }
        }
    }

    private static void assertRoom(Column column, List<Object> values) {
        // Text of any length has room for whatever it is.
        if (column == null || column.type() == DmsType.STRING) {
            return;
        }
        ValueRoom room = ValueRoom.of(ColumnTypes.of(column, false), true);
        assertThat(values).as("values of a column of type %s", column.type()).allMatch(room::takes);
    }

    private static Object value(Random random, int kinds) {
        return switch (random.nextInt(kinds)) {
            case 0 -> (long) random.nextInt();
            case 1 -> random.nextLong();
            case 2 -> new BigDecimal(Double.toString(random.nextDouble()));
            case 3 -> BigDecimal.valueOf(random.nextInt(), 2);
            case 4 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(25));
            case 5 -> null;
            case 6 -> random.nextBoolean();
            case 7 -> "055";
            default -> new JsonText("{}");
        };
    }
}
