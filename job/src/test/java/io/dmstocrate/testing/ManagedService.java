package io.dmstocrate.testing;

import java.util.List;

/** What Amazon Managed Service for Apache Flink lets a program do, as far as its pages tell. */
public final class ManagedService {

    /**
     * The keys that a program may set; with any other one version 2.2 of the service refuses the
     * job.
     */
    public static final List<String> ALLOWED_KEYS =
            List.of(
                    "execution.runtime-mode",
                    "pipeline.name",
                    "pipeline.max-parallelism",
                    "pipeline.object-reuse",
                    "pipeline.generic-types",
                    "pipeline.force-kryo",
                    "pipeline.force-avro",
                    "pipeline.auto-generate-uids",
                    "pipeline.auto-watermark-interval",
                    "pipeline.closure-cleaner-level",
                    "pipeline.global-job-parameters",
                    "pipeline.serialization-config",
                    "pipeline.jars",
                    "pipeline.classpaths",
                    "pipeline.cached-files",
                    "pipeline.operator-chaining.enabled",
                    "pipeline.operator-chaining.chain-operators-with-different-max-parallelism",
                    "pipeline.vertex-description-mode",
                    "pipeline.vertex-name-include-index-prefix",
                    "pipeline.jobvertex-parallelism-overrides",
                    "pipeline.watermark-alignment.allow-unaligned-source-splits");

    private ManagedService() {}
}
