package io.dmstocrate.cli;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.dms.TableId;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** The counters of each job on a mini cluster, as {@code run} counts its only one. */
public final class JobCounters implements MetricReporterFactory {

    private static final String ATTEMPT = "<task_attempt_num>";

    /** A job: its counters, and its latest attempt. */
    private static final class OfJob {
        private final RunCounters counters = new RunCounters();
        private int lastAttempt;
    }

    private static final Map<String, OfJob> JOBS = new ConcurrentHashMap<>();

    /** What a job has counted, over all its restarts. */
    public static Tally tally(JobID job) {
        Tally tally = new Tally();
        of(job.toString())
                .counters
                .summary()
                .tables()
                .forEach(
                        (table, counts) -> {
                            Map<String, Long> values = counts.byName();
                            for (Outcome outcome : Outcome.values()) {
                                tally.count(
                                        new TableId("", table),
                                        outcome,
                                        values.get(outcome.metric()));
                            }
                        });
        return tally;
    }

    /** How often a job was restarted. */
    public static int restarts(JobID job) {
        return of(job.toString()).lastAttempt;
    }

    /** Forgets a job. */
    public static void forget(JobID job) {
        JOBS.remove(job.toString());
    }

    private static OfJob of(String job) {
        return JOBS.computeIfAbsent(job, none -> new OfJob());
    }

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        return new Reporter();
    }

    private static final class Reporter implements MetricReporter {

        @Override
        public void open(MetricConfig config) {}

        @Override
        public void close() {}

        @Override
        public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
            Map<String, String> variables = group.getAllVariables();
            String attempt = variables.get(ATTEMPT);
            if (attempt != null) {
                OfJob job = of(variables.get("<job_id>"));
                job.lastAttempt = Math.max(job.lastAttempt, Integer.parseInt(attempt));
                new SummaryReporter(job.counters).notifyOfAddedMetric(metric, name, group);
            }
        }

        @Override
        public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
            Map<String, String> variables = group.getAllVariables();
            OfJob job = JOBS.get(variables.getOrDefault("<job_id>", ""));
            if (job != null) {
                new SummaryReporter(job.counters).notifyOfRemovedMetric(metric, name, group);
            }
        }
    }
}
