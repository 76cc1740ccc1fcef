package io.dmstocrate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.ValueSource;

/** The few seeds that a build has time for on a cluster cover what there is. */
class ClusterSeedsTest {

    private final List<Case> cases = cases();

    private static List<Case> cases() {
        try {
            return Arrays.stream(
                            ClusterProofITCase.class
                                    .getDeclaredMethod(
                                            "promiseHoldsOnAClusterThatFails", long.class)
                                    .getAnnotation(ValueSource.class)
                                    .longs())
                    .mapToObj(Case::random)
                    .toList();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyFaultOfAClusterIsTried() {
        Set<Fault.Kind> tried =
                cases.stream()
                        .flatMap(one -> ClusterRun.faults(one).stream())
                        .map(Fault::kind)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Fault.Kind.class)));

        assertThat(tried)
                .containsExactlyInAnyOrder(
                        Arrays.stream(Fault.Kind.values())
                                .filter(Fault.Kind::isOfCluster)
                                .toArray(Fault.Kind[]::new));
    }

    @Test
    void everyEngineIsTriedWithDetailsAndWithout() {
        assertThat(cases)
                .extracting(
                        one ->
                                one.story().style().engine()
                                        + (one.story().style().details() ? " with" : " without"))
                .contains(
                        "POSTGRESQL with",
                        "POSTGRESQL without",
                        "MYSQL with",
                        "MYSQL without",
                        "ORACLE with",
                        "ORACLE without");
    }

    @Test
    void everyFeatureIsTried() {
        assertTried("moves", style -> style.features().moves());
        assertTried("reloads", style -> style.features().reloads());
        assertTried("other keys", style -> style.features().rekeys());
        assertTried("dropped columns", Style::evolves);
        assertTried("kept columns", style -> style.features().ddl() && !style.evolves());
        assertTried("replays", style -> style.features().replays());
        assertTried("redeliveries", style -> style.features().redeliveries());
        assertTried("reshards", style -> style.features().reshards());
        assertTried("poison", style -> style.features().poison());
        assertTried("garbage", style -> style.features().garbage());
        assertTried("no control details", style -> !style.controlDetails());
        assertTried("soft deletes", Style::softDeletes);
        assertTried("hard deletes", style -> !style.softDeletes());
        assertTried("no version column", style -> !style.versionColumn());
        assertTried("partial updates", Style::changedOnly);
        assertTried("large values left out", Style::unchangedLargeLeftOut);
    }

    private void assertTried(String feature, Predicate<Style> has) {
        assertThat(cases).as(feature).anyMatch(one -> has.test(one.story().style()));
    }
}
