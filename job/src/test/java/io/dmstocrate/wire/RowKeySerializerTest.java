package io.dmstocrate.wire;

final class RowKeySerializerTest extends WireSerializerContract<String> {

    RowKeySerializerTest() {
        super(WireTypes.ROW_KEY);
    }

    @Override
    String[] samples() {
        return new String[] {"shop\nitem\n7", "", "größe\n漢字\n2:12"};
    }
}
