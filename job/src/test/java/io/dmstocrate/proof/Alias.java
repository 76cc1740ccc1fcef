package io.dmstocrate.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.TableId;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is another in a database than in the story: the names of tables and shards, so that runs
 * don't meet there; and numbers that it does not take.
 *
 * @param name the schema's name instead of the story's, and the beginning of each shard's
 * @param forCrate whether the two outermost numbers of 64 bits stand for their neighbours
 */
record Alias(String name, boolean forCrate) {

    private static final Pattern OUTERMOST =
            Pattern.compile("(?<![0-9])(922337203685477580)[78](?![0-9])");
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
                acceptable(
                                text.replace(
                                        FIELD + Cell.quoted(Story.SCHEMA),
                                        FIELD + Cell.quoted(name)))
                        .getBytes(ISO_8859_1));
    }

    private String acceptable(String text) {
        return forCrate ? OUTERMOST.matcher(text).replaceAll("$16") : text;
    }

    /** What is written for a value of the story. */
    Object acceptable(Object value) {
        return value instanceof BigDecimal number
                ? new BigDecimal(acceptable(number.toString()))
                : value;
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
