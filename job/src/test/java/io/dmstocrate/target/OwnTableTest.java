package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.mapping.TableMapper;
import org.junit.jupiter.api.Test;

class OwnTableTest {

    @Test
    void noTableOfTheSourceMayTakeTheNames() {
        assertThat(TableMapper.OWN_SCHEMA)
                .isEqualTo(TargetSettings.defaultDeadLetterTable().schema());
        assertThat(TableMapper.OWN_TABLES)
                .containsExactlyInAnyOrder(
                        TargetSettings.defaultDeadLetterTable().name(),
                        JdbcTarget.SCHEMA_HISTORY,
                        JdbcTarget.GENERATIONS,
                        JdbcTarget.PARCELS,
                        JdbcTarget.ADDED_COLUMNS);
    }
}
