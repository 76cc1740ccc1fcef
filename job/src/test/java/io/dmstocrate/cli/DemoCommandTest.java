package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {

    @TempDir private Path folder;

    private final StringWriter messages = new StringWriter();

    @Test
    void withoutNodeTheWayOutIsTold() {
        assertThat(demo()).isEqualTo(1);
        assertThat(messages.toString())
                .startsWith(
                        "dms-to-crate failed: demo --kinesis needs node, which is not on the PATH;"
                                + " install Node.js 20 or newer with npm, or leave --kinesis out"
                                + System.lineSeparator());
    }

    @Test
    void withoutNpmTheWayOutIsTold() throws IOException {
        program("node");

        assertThat(demo()).isEqualTo(1);
        assertThat(messages.toString()).contains("needs npm, which is not on the PATH");
    }

    @Test
    void installationThatFailsLeavesNothingHalf() throws IOException {
        program("node");
        Files.writeString(program("npm"), "#!/bin/sh\necho no network\nexit 7\n");

        assertThat(demo()).isEqualTo(1);
        Path cache = folder.resolve("cache/dms-to-crate");
        assertThat(messages.toString())
                .contains("npm could not install kinesis-local-0.6.2 (exit code 7); see " + cache);
        assertThat(cache.resolve("npm.log")).hasContent("no network");
        assertThat(cache).isDirectoryNotContaining(Files::isDirectory);
    }

    private int demo() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", folder.toString());
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        JobDefinition none = (flink, options) -> {};
        return new CommandLine(new DemoCommand(none, environment))
                .setErr(new PrintWriter(messages, true))
                .setExecutionExceptionHandler(new FailureReport())
                .execute("--kinesis");
    }

    private Path program(String name) throws IOException {
        Path program = Files.createFile(folder.resolve(name));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }
}
