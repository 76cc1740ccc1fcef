package io.dmstocrate.ordering;

import io.dmstocrate.config.OptionGroup;
import io.dmstocrate.config.OptionValues;
import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * What is remembered of rows, the {@code Order} group.
 *
 * @param stateTtl how long the version of a row is remembered after its last change
 */
public record OrderOptions(Duration stateTtl) implements Serializable {

    private static final long serialVersionUID = 1;

    public static final ConfigOption<Duration> STATE_TTL =
            ConfigOptions.key("state.ttl")
                    .durationType()
                    .defaultValue(Duration.ofDays(7))
                    .withDescription(
                            "How long the version of a row is remembered after its last change; at"
                                    + " least the retention of the stream.");

    public static final OptionGroup GROUP = OptionGroup.of("Order", STATE_TTL);

    /** Reads the group, and notes what is wrong with it. */
    public static OrderOptions read(PropertyGroups groups, Problems problems) {
        OptionValues values = new OptionValues(groups, GROUP.name(), problems);
        return new OrderOptions(values.positiveDuration(STATE_TTL));
    }
}
