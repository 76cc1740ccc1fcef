package io.dmstocrate.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.TableId;
import java.util.List;

/**
 * Names of a run's own for the tables and shards of a story, so that runs don't meet in a database.
 *
 * @param name the schema's name instead of the story's, and the beginning of each shard's
 */
record Alias(String name) {

    private static final String FIELD = "\"schema-name\":";

    TableId table(SourceTable table) {
        return new TableId(name, table.id().name());
    }

    String shard(Shard shard) {
        return prefix() + shard.id();
    }

    List<RawRecord> records(Shard shard) {
        return shard.records().stream().map(record -> record(shard, record)).toList();
    }

    private RawRecord record(Shard shard, RawRecord record) {
        RecordPosition position = record.position();
        // One character a byte, as some records are no text.
        String text = new String(record.data(), ISO_8859_1);
        return new RawRecord(
                new RecordPosition(
                        shard(shard),
                        position.sequenceNumber(),
                        position.partitionKey(),
                        position.arrivalMillis()),
                text.replace(
                                FIELD + Cell.quoted(Story.SCHEMA),
                                FIELD + Cell.quoted(name))
                        .getBytes(ISO_8859_1));
    }

    /** The id of a record as the story has it. */
    String recordId(String id) {
        if (!id.startsWith(prefix())) {
            throw new AssertionError(id + " is no record of " + name);
        }
        return id.substring(prefix().length());
    }

    /** The beginning of the ids of all records. */
    String prefix() {
        return name + "-";
    }

    /** An argument of the job, for the tables under these names. */
    String argument(String argument) {
        return argument.replace("--Table:" + Story.SCHEMA + ".", "--Table:" + name + ".");
    }
}
