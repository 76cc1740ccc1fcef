package io.dmstocrate.wire;

import io.dmstocrate.dms.DeadLetter;
import java.io.IOException;
import java.util.List;

/** Records that could not be applied. */
enum DeadLetterFormat implements WireFormat<DeadLetter> {
    INSTANCE;

    private static final EnumCodes<DeadLetter.Stage> STAGES =
            new EnumCodes<>(
                    DeadLetter.Stage.class,
                    List.of(
                            DeadLetter.Stage.DECODE,
                            DeadLetter.Stage.RESOLVE,
                            DeadLetter.Stage.ORDER,
                            DeadLetter.Stage.SCHEMA,
                            DeadLetter.Stage.WRITE));

    @Override
    public String id() {
        return "dead-letter";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Class<DeadLetter> type() {
        return DeadLetter.class;
    }

    @Override
    public void write(DeadLetter value, WireOutput output) {
        Parts.writePosition(value.position(), output);
        output.writeString(value.table());
        output.writeString(value.key());
        STAGES.write(value.stage(), output);
        output.writeString(value.reason());
        output.writeString(value.payload());
        output.writeSigned(value.timeMillis());
    }

    @Override
    public DeadLetter read(WireInput input, int version) throws IOException {
        return new DeadLetter(
                Parts.readPosition(input),
                input.readSharedString(),
                input.readString(),
                STAGES.read(input),
                input.readString(),
                input.readString(),
                input.readSigned());
    }
}
