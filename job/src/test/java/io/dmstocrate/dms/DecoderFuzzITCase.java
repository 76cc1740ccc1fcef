package io.dmstocrate.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets Jazzer look for bytes that the decoder breaks its promises for, for as long as one likes:
 *
 * <pre>./mvnw verify -Pfuzz -Dfuzz.seconds=600 -Dtest=None
 * -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=DecoderFuzzITCase</pre>
 *
 * <p>With {@code -Dfuzz.keep} what it found worth keeping goes into the {@link FuzzCorpus}, from
 * which every build begins.
 */
class DecoderFuzzITCase {

    private static final String SECONDS = "fuzz.seconds";
    private static final String KEEP = "fuzz.keep";
    private static final String PROGRAM = "com.code_intelligence.jazzer.Jazzer";

    @TempDir private Path folder;

    @Test
    void noBytesBreakThePromises() throws Exception {
        String seconds = System.getProperty(SECONDS);
        assumeTrue(seconds != null, "no fuzzer: run with -Pfuzz");
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        List<byte[]> inputs = new ArrayList<>(FuzzCorpus.load());
        Specimen.all().forEach(specimen -> inputs.add(specimen.bytes()));
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(corpus.resolve("seed-" + i), inputs.get(i));
        }

        run("-max_total_time=" + seconds, corpus.toString());

        if (System.getProperty(KEEP) != null) {
            Path fewest = Files.createDirectory(folder.resolve("fewest"));
            run("-merge=1", fewest.toString(), corpus.toString());
            FuzzCorpus.save(contents(fewest));
        }
    }

    private void run(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-cp",
                                System.getProperty("java.class.path"),
                                PROGRAM,
                                "--target_class=" + DecoderFuzzer.class.getName(),
                                "--instrumentation_includes=io.dmstocrate.dms.**",
                                "--custom_hook_includes=io.dmstocrate.dms.**",
                                // They look for other faults than a decoder can have.
                                "--disabled_hooks=*"));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("log");
        int code =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start()
                        .waitFor();
        assertThat(code).as(Files.readString(log)).isZero();
    }

    private static List<byte[]> contents(Path folder) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.add(Files.readAllBytes(file));
            }
        }
        return contents;
    }
}
