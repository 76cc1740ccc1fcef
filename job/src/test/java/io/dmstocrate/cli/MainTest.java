package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

    private static final String[] COMPLETE = {
        "run",
        "--Source.kind=file",
        "--Source.path=dump.ndjson",
        "--Target.url=jdbc:postgresql://localhost:5432/"
    };

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void withoutCommandTheUsageIsShown() {
        assertThat(execute(failing(new AssertionError()))).isEqualTo(2);
        assertThat(err.toString()).contains("Which command?", "run");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpIsGivenForEveryCommand() {
        assertThat(execute(failing(new AssertionError()), "run", "--help")).isZero();
        assertThat(out.toString()).contains("--Group.key=value", "--config", "--parallelism");
    }

    @Test
    void versionIsTold() {
        assertThat(execute(failing(new AssertionError()), "--version")).isZero();
        assertThat(out.toString()).startsWith("dms-to-crate ");
    }

    @Test
    void badConfigurationEndsWithTwoAndTellsEverything() {
        assertThat(
                        execute(
                                failing(new AssertionError()),
                                "run",
                                "--Source.kind=file",
                                "--Sink.flush.row=1",
                                "--verbos"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("Source.path: is missing")
                .contains("Target.url: is missing")
                .contains("Sink.flush.row: there is no such key")
                .contains("--verbos: is not understood");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void valueOfTheWrongKindForTheProgramItselfEndsWithTwo() {
        assertThat(execute(failing(new AssertionError()), "run", "--parallelism=many"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run --config --Target.password=hunter2",
                "run --parallelism --Target.password=hunter2",
                "run --parallelism=2 --Target.password hunter2",
                "run -Target.password=hunter2",
                "run Target.password=hunter2",
                "run --TargetPassword=hunter2",
                "run --Target.pasword=hunter2",
                "--Target.password=hunter2",
                "Target.password=hunter2",
                "demo --config --Target.password=hunter2"
            })
    void secretInWrongPlaceIsNotTold(String arguments) {
        assertThat(execute(failing(new AssertionError()), arguments.split(" ", -1))).isEqualTo(2);
        assertThat(out.toString() + err)
                .isNotEmpty()
                .doesNotContain("=hunter2", "'hunter2'", " hunter2");
    }

    @Test
    void failureEndsWithOneAndTellsTheHelpfulMessage() {
        Exception failure =
                new java.util.concurrent.ExecutionException(
                        new IllegalStateException("the database is gone; start it"));

        assertThat(execute(failing(failure), COMPLETE)).isEqualTo(1);
        assertThat(err.toString())
                .contains("dms-to-crate failed: the database is gone; start it")
                .doesNotContain("\tat ");
    }

    @Test
    void verboseShowsWhereItFailed() {
        String[] arguments = java.util.Arrays.copyOf(COMPLETE, COMPLETE.length + 1);
        arguments[COMPLETE.length] = "-v";

        assertThat(execute(failing(new IllegalStateException("gone")), arguments)).isEqualTo(1);
        assertThat(err.toString()).contains("IllegalStateException").contains("\tat ");
    }

    @Test
    void errorsOfFlinkPassThrough() {
        Error plan =
                new Error(
                        "stands for Flink's way to end a program that was only asked for its plan");

        assertThatThrownBy(
                        () ->
                                execute(
                                        (environment, options) -> {
                                            throw plan;
                                        },
                                        COMPLETE))
                .isSameAs(plan);
    }

    @Test
    void keysAloneMeanRun() {
        assertThat(Main.arguments(new String[] {"--Source.kind=file"}, false))
                .containsExactly("run", "--Source.kind=file");
        assertThat(Main.arguments(new String[] {"--config", "a.json"}, true))
                .containsExactly("run", "--config", "a.json");
        assertThat(Main.arguments(new String[] {}, false)).containsExactly("run");
        assertThat(Main.arguments(new String[] {"--help"}, true)).containsExactly("--help");
        assertThat(Main.arguments(new String[] {"demo", "-v"}, true)).containsExactly("demo", "-v");
    }

    private int execute(JobDefinition job, String... arguments) {
        CommandLine program = Main.program(job, new FailureReport());
        program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return program.execute(arguments);
    }

    private static JobDefinition failing(Exception failure) {
        return (environment, options) -> {
            throw failure;
        };
    }

    private static JobDefinition failing(Error error) {
        return (environment, options) -> {
            throw error;
        };
    }
}
