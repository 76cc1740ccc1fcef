package io.dmstocrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.config.OptionGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;
import org.junit.jupiter.api.Test;

/** Keeps {@code job/docs/configuration.md} true: its tables are the options that there are. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs", "configuration.md");

    @Test
    void tablesOfThePageAreTheOptions() throws IOException {
        List<String> expected = new ArrayList<>();
        for (OptionGroup group : JobOptions.GROUPS) {
            expected.add("## `" + group.title() + "`");
            for (ConfigOption<?> option : group.options()) {
                expected.add(row(option));
            }
        }

        List<String> actual =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("| `") || line.startsWith("## `"))
                        .toList();

        assertThat(actual).isEqualTo(expected);
    }

    private static String row(ConfigOption<?> option) {
        return "| `"
                + option.key()
                + "` | "
                + defaultOf(option)
                + " | "
                + new HtmlFormatter().format(option.description())
                + " |";
    }

    private static String defaultOf(ConfigOption<?> option) {
        Object value = option.defaultValue();
        if (value == null || value.equals("")) {
            return "";
        }
        if (value instanceof Duration duration) {
            return "`" + TimeUtils.formatWithHighestUnit(duration) + "`";
        }
        if (value instanceof MemorySize size) {
            return "`" + size.toString().toLowerCase(Locale.ROOT) + "`";
        }
        return "`" + value + "`";
    }
}
