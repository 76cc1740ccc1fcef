package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dialect.FailureKind;

/** The database refused or did not answer. The message holds no value of a row and no secret. */
public final class TargetException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final FailureKind kind;

    public TargetException(FailureKind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = requireNonNull(kind, "kind is null");
    }

    public FailureKind kind() {
        return kind;
    }

    /** Whether these rows can't be read or written as they are, while others may be. */
    public boolean isAboutRows() {
        return kind == FailureKind.REJECTED || kind == FailureKind.STALE_DEFINITION;
    }
}
