package io.dmstocrate.wire;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeInformationTestBase;

final class WireTypesTest extends TypeInformationTestBase<TypeInformation<?>> {

    @Override
    protected TypeInformation<?>[] getTestData() {
        return List.of(
                        WireTypes.RAW_RECORD,
                        WireTypes.ROW_CHANGE,
                        WireTypes.SCHEMA_EVENT,
                        WireTypes.KEYED_CHANGE,
                        WireTypes.ROW_WRITE,
                        WireTypes.TABLE_ANNOUNCEMENT,
                        WireTypes.TABLE_MEMORY,
                        WireTypes.SPLIT_OUTCOME,
                        WireTypes.NAME_USE,
                        WireTypes.DEAD_LETTER)
                .toArray(new TypeInformation<?>[0]);
    }
}
