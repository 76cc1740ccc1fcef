package io.dmstocrate.cli;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;

/**
 * Hands the job's counters, those of a metric group {@code table}, to the {@link RunCounters} of
 * the run.
 */
final class SummaryReporter implements MetricReporter {

    private final RunCounters counters;

    SummaryReporter(RunCounters counters) {
        this.counters = requireNonNull(counters, "counters is null");
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        Map<String, String> variables = group.getAllVariables();
        if (isOfTable(metric, variables)) {
            counters.added((Counter) metric, name, variables);
        } else if (variables.containsKey("<task_attempt_num>")) {
            counters.sawAttempt(variables);
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        Map<String, String> variables = group.getAllVariables();
        if (isOfTable(metric, variables)) {
            counters.removed((Counter) metric, name, variables);
        }
    }

    private static boolean isOfTable(Metric metric, Map<String, String> variables) {
        return metric instanceof Counter
                && variables.containsKey("<table>")
                && variables.containsKey("<task_attempt_num>");
    }
}
