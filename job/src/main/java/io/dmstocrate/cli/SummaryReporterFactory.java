package io.dmstocrate.cli;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Makes the {@link SummaryReporter} of a local run. Flink finds it by {@code META-INF/services}.
 *
 * <p>Flink makes a reporter from texts only, so the run's counters are found by a number of their
 * own; several runs in one JVM don't meet.
 */
public final class SummaryReporterFactory implements MetricReporterFactory {

    private static final String PREFIX = "metrics.reporter.summary.";
    private static final String RUN = "run";
    private static final Map<String, RunCounters> COUNTERS = new ConcurrentHashMap<>();

    /** Has the counters of a run kept until {@link #forget}. */
    static void configure(Configuration configuration, RunCounters counters) {
        String run = UUID.randomUUID().toString();
        COUNTERS.put(run, counters);
        configuration.setString(PREFIX + "factory.class", SummaryReporterFactory.class.getName());
        configuration.setString(PREFIX + RUN, run);
    }

    /** Ends what {@link #configure} began. */
    static void forget(RunCounters counters) {
        COUNTERS.values().remove(counters);
    }

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        String run = requireNonNull(properties.getProperty(RUN), "no run is named");
        return new SummaryReporter(
                requireNonNull(COUNTERS.get(run), "the run is over, or in another JVM"));
    }
}
