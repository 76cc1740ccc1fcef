package io.dmstocrate.flow;

import io.dmstocrate.dms.TableId;

/**
 * What became of one of the two changes that a changed primary key makes of its record.
 *
 * @param recordId the record that both were made from
 * @param outcome what became of this one
 */
public record SplitOutcome(String recordId, TableId table, KeyedChange.Part part, Outcome outcome) {

    /** What can become of a part. */
    public enum Outcome {
        CONTRIBUTED,
        DUPLICATE,
        SUPERSEDED
    }
}
