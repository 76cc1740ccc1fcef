package io.dmstocrate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The proof is proven: each bug on purpose is found by one of the seeds that CI runs. */
class MutationTest {

    private static final Path PAGE = Path.of("docs", "proof.md");
    private static final long SEEDS = 300;
    private static final Pattern ROW =
            Pattern.compile("^\\| `([A-Z_]+)` \\| (.*) \\| (\\d+) \\|$", Pattern.MULTILINE);

    @TestFactory
    Stream<DynamicTest> mutationIsFound() throws Exception {
        Map<Mutation, Long> seeds = seeds();
        return seeds.entrySet().stream()
                .map(
                        entry ->
                                DynamicTest.dynamicTest(
                                        entry.getKey().name(),
                                        () ->
                                                assertThat(
                                                                isFound(
                                                                        entry.getKey(),
                                                                        entry.getValue()))
                                                        .as("found by one of the seeds of a build")
                                                        .isTrue()));
    }

    /** By the seed on the page; where the road has changed since, by another of a build. */
    private static boolean isFound(Mutation mutation, long seed) {
        return LongStream.concat(LongStream.of(seed), LongStream.rangeClosed(1, SEEDS))
                .anyMatch(candidate -> Proof.broken(Case.random(candidate), mutation).isPresent());
    }

    @Test
    void pageTellsOfEachMutation() throws Exception {
        assertThat(seeds().keySet())
                .containsExactlyInAnyOrder(
                        Arrays.stream(Mutation.values())
                                .filter(mutation -> mutation != Mutation.NONE)
                                .toArray(Mutation[]::new));
        assertThat(seeds().values()).allMatch(seed -> seed <= SEEDS);
    }

    private static Map<Mutation, Long> seeds() throws Exception {
        Map<Mutation, Long> seeds = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            Mutation mutation = Mutation.valueOf(row.group(1));
            assertThat(row.group(2)).isEqualTo(mutation.words());
            seeds.put(mutation, Long.parseLong(row.group(3)));
        }
        return seeds;
    }
}
