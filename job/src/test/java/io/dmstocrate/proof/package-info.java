/**
 * A simulator that tries to break the promise: {@code job/docs/proof.md} tells how it is used.
 *
 * <pre>
 * seed → Case ┬ Story: Style, Acts ── Play ─┬→ Shards: the records, as DMS and Kinesis deliver them
 *             │                             └→ Told: the rows and dead letters that must come of it
 *             ├ Faults ─────────────────────┐
 *             └ schedule ──────────────→ Run ─→ SimulatedJob ─→ Attempt: the job's graph, one thread
 *                                         │                     Node, Channel, Edge: as Flink's network
 *                                         └→ Check: what is left in the target, against Told
 * </pre>
 *
 * <p>{@code Play} and {@code Told} know what happened at the source and what DMS said of it, in the
 * order in which it did; of versions, registers and generations, by which the job finds that order
 * again, they know nothing. {@code Mutants} puts bugs into the road, to see that they are found.
 */
package io.dmstocrate.proof;
