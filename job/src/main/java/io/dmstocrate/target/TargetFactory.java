package io.dmstocrate.target;

import java.io.Serializable;

/** Opens targets: one for each thread that writes. Tests open something else than a database. */
@FunctionalInterface
public interface TargetFactory extends Serializable {

    /** A target that connects when it is first used. */
    Target open();
}
