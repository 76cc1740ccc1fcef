/**
 * Kinesis streams: a Flink source that polls their shards, in order through splits and merges. The
 * only place that knows AWS; inside, only {@code Aws…} classes do.
 */
package io.dmstocrate.source.kinesis;
