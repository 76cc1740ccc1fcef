package io.dmstocrate.resolving;

/** A change that can't be tied to a row of the target; the message says why and what to do. */
final class Unresolvable extends Exception {

    private static final long serialVersionUID = 1;

    Unresolvable(String message) {
        // Many records can be alike, and the stack says nothing more.
        super(message, null, false, false);
    }
}
