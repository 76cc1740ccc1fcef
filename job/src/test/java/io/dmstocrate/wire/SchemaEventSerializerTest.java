package io.dmstocrate.wire;

import io.dmstocrate.dms.SchemaEvent;

final class SchemaEventSerializerTest extends WireSerializerContract<SchemaEvent> {

    SchemaEventSerializerTest() {
        super(WireTypes.SCHEMA_EVENT);
    }

    @Override
    SchemaEvent[] samples() {
        return WireSamples.schemaEvents();
    }
}
