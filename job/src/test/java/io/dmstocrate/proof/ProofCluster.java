package io.dmstocrate.proof;

import io.dmstocrate.cli.JobCounters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/** A mini cluster of two TaskManagers, either of which can be killed. */
final class ProofCluster implements AutoCloseable {

    private static final int TASK_MANAGERS = 2;

    /** Two jobs of three subtasks find room in one TaskManager while the other is gone. */
    private static final int SLOTS = 6;

    /** As many as a job of the simulator may have. */
    private static final int RESTARTS = 60;

    private final MiniCluster cluster;

    /** The numbers of those that are alive; a new one has the next number. */
    private final List<Integer> alive = new ArrayList<>();

    private int started;

    ProofCluster() throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        configuration.setString(
                "metrics.reporter.proof.factory.class", JobCounters.class.getName());
        cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(TASK_MANAGERS)
                                .setNumSlotsPerTaskManager(SLOTS)
                                .withRandomPorts()
                                .build());
        cluster.start();
        while (started < TASK_MANAGERS) {
            alive.add(started++);
        }
    }

    MiniCluster flink() {
        return cluster;
    }

    /** A TaskManager dies, and another one comes. */
    void killTaskManager(Dice dice) throws Exception {
        cluster.terminateTaskManager(alive.remove(dice.below(alive.size()))).get();
        cluster.startTaskManager();
        alive.add(started++);
    }

    @Override
    public void close() throws Exception {
        cluster.closeAsync().get();
    }
}
