package io.dmstocrate.source;

import io.dmstocrate.config.Problems;
import java.lang.reflect.InvocationTargetException;

/**
 * A source that only some builds have, found by its name.
 *
 * <p>Where it is missing, the configuration that asks for it is wrong, and the remedy is told.
 *
 * @param key the option that asks for it
 * @param type the name of its class, which has a constructor that takes the options
 * @param profile the Maven profile that builds it
 */
record OptInSource(String key, String type, String profile) {

    static final OptInSource APACHE =
            new OptInSource(
                    "Source.connector",
                    "io.dmstocrate.source.kinesis.apache.ApacheKinesisSource",
                    "apache-kinesis-connector");

    /**
     * Creates it.
     *
     * @throws io.dmstocrate.config.InvalidOptionsException if this build is without it
     */
    DmsSource create(SourceOptions options) {
        try {
            return Class.forName(type)
                    .asSubclass(DmsSource.class)
                    .getConstructor(SourceOptions.class)
                    .newInstance(options);
        } catch (ClassNotFoundException e) {
            Problems problems = new Problems();
            problems.add(
                    key,
                    "names what this build is without",
                    "build with -P" + profile + ", or leave it out");
            problems.throwIfAny();
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type + " can't be created", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is not as it should be", e);
        }
    }
}
