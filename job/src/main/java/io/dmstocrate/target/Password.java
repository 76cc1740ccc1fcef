package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/** A password that gets into no log, message or web page by accident. */
public final class Password implements Serializable {

    private static final long serialVersionUID = 1;

    public static final Password NONE = new Password("");

    private final String value;

    public Password(String value) {
        this.value = requireNonNull(value, "value is null");
    }

    /** The password in clear. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Password password && value.equals(password.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
