package io.dmstocrate.wire;

import io.dmstocrate.flow.TableMemory;

final class TableMemorySerializerTest extends WireSerializerContract<TableMemory> {

    TableMemorySerializerTest() {
        super(WireTypes.TABLE_MEMORY);
    }

    @Override
    int version() {
        return 3;
    }

    @Override
    TableMemory[] samples() {
        return WireSamples.tableMemories();
    }
}
