package io.dmstocrate.schema;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/** A definition has changed where the configuration says that this ends the job; for good. */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class SchemaChangeForbidden extends RuntimeException {

    private static final long serialVersionUID = 1;

    SchemaChangeForbidden(String message) {
        super(message);
    }
}
