package io.dmstocrate.cluster;

/** The cluster says that something failed for good: waiting longer is of no use. */
final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ClusterException(String message) {
        super(message);
    }
}
