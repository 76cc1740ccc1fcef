package io.dmstocrate.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id", "yearID", "X2B", "a b", " a", "select", "ü日", "x\"y", "it's", "_A", "_1"
            })
    void ordinaryColumnNamesStay(String name) {
        assertThat(NameRule.column(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, a~2eb",
        "a[0], a~5b0~5d",
        "_id, ~5fid",
        "_seq_no, ~5fseq_no",
        "~, ~7e",
        "'', ~",
        "a~2eb, a~7e2eb"
    })
    void refusedColumnNamesAreEscaped(String source, String target) {
        assertThat(NameRule.column(source)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({"a b, a~20b", "a#b, a~23b", "-a, ~2da", "UPPER, UPPER", "_t, _t"})
    void refusedTableNamesAreEscaped(String source, String target) {
        assertThat(NameRule.table(source)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({"sys, ~73ys", "pg_catalog, ~70g_catalog", "SYS, SYS", "doc, doc", "blob, ~62lob"})
    void systemSchemasAreEscaped(String source, String target) {
        assertThat(NameRule.schema(source)).isEqualTo(target);
    }

    @Test
    void namesThatThisRuleDidNotMakeAreTakenAsTheyAre() {
        for (String name : List.of("a~b", "~zz", "x~2", "~2E")) {
            assertThat(NameRule.source(name)).isEqualTo(name);
        }
    }

    @Property
    void everyColumnNameComesBack(@ForAll("names") String name) {
        assertThat(NameRule.source(NameRule.column(name))).isEqualTo(name);
    }

    @Property
    void everyTableAndSchemaNameComesBack(@ForAll("names") String name) {
        assertThat(NameRule.source(NameRule.table(name))).isEqualTo(name);
        assertThat(NameRule.source(NameRule.schema(name))).isEqualTo(name);
    }

    @Property
    void whatComesOutIsNeverRefused(@ForAll("names") String name) {
        assertThat(NameRule.column(name))
                .doesNotContainPattern("[.\\[\\]\\x00-\\x1f]|^$|^_[a-z_]+$");
        assertThat(NameRule.table(name))
                .doesNotContainPattern("[.#,\"*\\\\<|>/?\\x00-\\x20]|^$|^[-+]");
        assertThat(NameRule.schema(name)).doesNotMatch("sys|blob|information_schema|pg_.*");
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> awkward =
                Arbitraries.strings().withChars("~_2e5fab.[]#\"\\ -+\t\u00fc").ofMaxLength(8);
        return Arbitraries.oneOf(
                awkward,
                Arbitraries.strings().ofMaxLength(20),
                Arbitraries.of("sys", "pg_x", "blob", "information_schema", "_id", "__"));
    }
}
