package io.dmstocrate.source.kinesis.apache;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.wire.WireTypes;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kinesis.source.serialization.KinesisDeserializationSchema;
import org.apache.flink.util.Collector;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Hands records on as they are, with their address. */
final class RawRecordSchema implements KinesisDeserializationSchema<RawRecord> {

    @Override
    public void deserialize(
            Record record, String stream, String shard, Collector<RawRecord> output) {
        Instant arrival = record.approximateArrivalTimestamp();
        output.collect(
                new RawRecord(
                        new RecordPosition(
                                shard,
                                record.sequenceNumber(),
                                record.partitionKey(),
                                arrival == null ? -1 : arrival.toEpochMilli()),
                        record.data().asByteArrayUnsafe()));
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return WireTypes.RAW_RECORD;
    }
}
