package io.dmstocrate.mapping;

/** A source table can't be mapped as it is configured; the message names the remedy. */
public final class MappingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public MappingException(String message) {
        super(message);
    }
}
