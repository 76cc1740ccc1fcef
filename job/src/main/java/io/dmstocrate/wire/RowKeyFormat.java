package io.dmstocrate.wire;

import java.io.IOException;

/** The text of table and key by which rows are partitioned, and their state is kept. */
enum RowKeyFormat implements WireFormat<String> {
    INSTANCE;

    @Override
    public String id() {
        return "row-key";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Class<String> type() {
        return String.class;
    }

    @Override
    public void write(String value, WireOutput output) {
        output.writeString(value);
    }

    @Override
    public String read(WireInput input, int version) throws IOException {
        return input.readString();
    }

    @Override
    public boolean isKeyType() {
        return true;
    }
}
