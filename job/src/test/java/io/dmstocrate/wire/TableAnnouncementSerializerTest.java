package io.dmstocrate.wire;

import io.dmstocrate.flow.TableAnnouncement;

final class TableAnnouncementSerializerTest extends WireSerializerContract<TableAnnouncement> {

    TableAnnouncementSerializerTest() {
        super(WireTypes.TABLE_ANNOUNCEMENT);
    }

    @Override
    int version() {
        return 3;
    }

    @Override
    TableAnnouncement[] samples() {
        return WireSamples.tableAnnouncements();
    }
}
