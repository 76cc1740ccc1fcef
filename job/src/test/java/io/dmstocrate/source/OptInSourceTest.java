package io.dmstocrate.source;

import static io.dmstocrate.testing.OptionTexts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.config.InvalidOptionsException;
import io.dmstocrate.source.kinesis.DmsKinesisSource;
import org.junit.jupiter.api.Test;

class OptInSourceTest {

    private static final SourceOptions OPTIONS =
            read(
                    SourceOptions::read,
                    "--Source.stream.arn=arn:aws:kinesis:eu-central-1:123456789012:stream/s");

    @Test
    void missingSourceIsProblemWithTheProfileToBuildItWith() {
        OptInSource missing = new OptInSource("Source.connector", "no.such.Source", "no-such");

        assertThatThrownBy(() -> missing.create(OPTIONS))
                .isInstanceOf(InvalidOptionsException.class)
                .hasMessageContaining(
                        "Source.connector: names what this build is without; build with -Pno-such,"
                                + " or leave it out");
    }

    @Test
    void sourceIsFoundByItsName() {
        OptInSource there =
                new OptInSource("Source.connector", DmsKinesisSource.class.getName(), "any");

        assertThat(there.create(OPTIONS)).isInstanceOf(DmsKinesisSource.class);
    }
}
