package io.dmstocrate.cli;

import io.dmstocrate.JobOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Draws the job's graph. */
@FunctionalInterface
interface JobDefinition {

    void define(StreamExecutionEnvironment environment, JobOptions options) throws Exception;
}
