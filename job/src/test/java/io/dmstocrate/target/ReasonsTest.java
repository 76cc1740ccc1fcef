package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "\"name\" must not be null | \"name\" must not be null",
                "Cannot cast value `abc` to type `ip` | Cannot cast value `…` to type `ip`",
                "'toolong' is too long for the text type of length: 5 | '…' is too long for the text type of length: 5",
                "Failed CONSTRAINT c CHECK (\"name\" <> 13) for values: [5, it's \"x\"] | Failed CONSTRAINT c CHECK (\"name\" <> 13) for values: …",
                "Cannot detect the type of the value: 1234 | Cannot detect the type of the value: …",
                "value too long for type character varying(5) | value too long for type character varying(5)",
                "invalid input syntax for type integer: \"abc\" | invalid input syntax for type integer: \"…\""
            })
    void whatIsQuotedStaysOnlyIfItIsAName(String message, String reason) {
        assertThat(Reasons.clean(message, Set.of("name"))).isEqualTo(reason);
    }

    @Property
    void noValueGetsIntoAReason(
            @ForAll("values") String value, @ForAll("messages") String message) {
        assertThat(Reasons.clean(String.format(message, value), Set.of("name", "item")))
                .doesNotContain("secret");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings()
                .withChars("`'\"[] :\n")
                .ofMaxLength(5)
                .map(text -> text + "secret" + new StringBuilder(text).reverse());
    }

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.of(
                "Cannot cast value `%s` to type `smallint`",
                "Cannot cast `'%s'` of type `text` to type `timestamp with time zone`",
                "Validation failed for name: Invalid value '%s' for type 'numeric(18,4)'",
                "'%s' is too long for the text type of length: 5",
                "Failed CONSTRAINT c CHECK (\"name\" <> 13) for values: [5, %s]",
                "\"%s\" contains a dot",
                "Cannot detect the type of the value: %s",
                "invalid input syntax for type uuid: \"%s\"",
                "date/time field value out of range: \"%s\"");
    }
}
