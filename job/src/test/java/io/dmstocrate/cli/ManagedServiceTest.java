package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.JobOptions;
import io.dmstocrate.testing.ManagedService;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.flink.client.program.MutatedConfigurationException;
import org.apache.flink.client.program.StreamContextEnvironment;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.PipelineExecutor;
import org.apache.flink.core.execution.PipelineExecutorFactory;
import org.apache.flink.core.execution.PipelineExecutorServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way onto a cluster that, like the managed service, lets a program set very few keys; Flink's
 * own check does the comparing.
 */
class ManagedServiceTest {

    @TempDir private Path folder;

    /** All checks are passed, and the job would run. */
    private static final class Submitted extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void startOnCluster() {
        Configuration cluster = new Configuration();
        cluster.set(DeploymentOptions.TARGET, "nowhere");
        cluster.set(DeploymentOptions.PROGRAM_CONFIG_ENABLED, false);
        cluster.set(DeploymentOptions.PROGRAM_CONFIG_WILDCARDS, ManagedService.ALLOWED_KEYS);
        StreamContextEnvironment.setAsContext(
                new Nowhere(), cluster, getClass().getClassLoader(), true, true);
    }

    @AfterEach
    void leaveCluster() {
        StreamContextEnvironment.unsetAsContext();
    }

    @Test
    void jobSetsNothingThatTheServiceRefuses() {
        assertThatThrownBy(() -> run(DmsToCrateJob::define)).isInstanceOf(Submitted.class);
    }

    @Test
    void jobThatSetsCheckpointsIsRefused() {
        assertThatThrownBy(
                        () ->
                                run(
                                        (environment, options) -> {
                                            DmsToCrateJob.define(environment, options);
                                            environment.enableCheckpointing(1_000);
                                        }))
                .isInstanceOf(MutatedConfigurationException.class);
    }

    @Test
    void jobThatSetsRestartsIsRefused() {
        assertThatThrownBy(
                        () ->
                                run(
                                        (environment, options) -> {
                                            DmsToCrateJob.define(environment, options);
                                            environment.configure(
                                                    new Configuration()
                                                            .set(
                                                                    RestartStrategyOptions
                                                                            .RESTART_STRATEGY,
                                                                    "none"));
                                        }))
                .isInstanceOf(MutatedConfigurationException.class);
    }

    private void run(JobDefinition job) throws Exception {
        Path stream = Files.writeString(folder.resolve("stream.ndjson"), "");
        JobOptions options =
                JobOptions.load(
                        Optional.empty(),
                        List.of(
                                "--Source.kind=file",
                                "--Source.path=" + stream,
                                "--Target.url=jdbc:postgresql://localhost/"));
        new JobRun(job, OptionalInt.empty(), new PrintWriter(Writer.nullWriter())).execute(options);
    }

    private static final class Nowhere
            implements PipelineExecutorServiceLoader, PipelineExecutorFactory {

        @Override
        public PipelineExecutorFactory getExecutorFactory(Configuration configuration) {
            return this;
        }

        @Override
        public Stream<String> getExecutorNames() {
            return Stream.of(getName());
        }

        @Override
        public String getName() {
            return "nowhere";
        }

        @Override
        public boolean isCompatibleWith(Configuration configuration) {
            return true;
        }

        @Override
        public PipelineExecutor getExecutor(Configuration configuration) {
            return (pipeline, all, loader) -> {
                throw new Submitted();
            };
        }
    }
}
