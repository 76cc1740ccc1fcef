package io.dmstocrate.source.kinesis;

import java.io.Serializable;

/** Makes clients where they are used: the seam for tests. */
@FunctionalInterface
interface StreamClientFactory extends Serializable {

    StreamClient create();
}
