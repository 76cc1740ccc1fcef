/**
 * How values cross the network and lie in state: Flink's type information for them, in formats of
 * our own. Stands beside the road: it knows the values of {@code dms} and {@code flow}, the job
 * hands its types to the operators.
 */
package io.dmstocrate.wire;
