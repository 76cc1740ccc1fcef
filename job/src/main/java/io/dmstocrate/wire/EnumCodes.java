package io.dmstocrate.wire;

import java.io.IOException;
import java.util.List;

/**
 * The numbers by which the constants of an enum are written: their places in a list that is only
 * ever appended to, whatever the order of declaration.
 */
@SuppressWarnings("EnumOrdinal") // as an index in memory; what is written does not depend on it
final class EnumCodes<E extends Enum<E>> {

    private final Class<E> type;
    private final List<E> constants;
    private final byte[] codes;

    /** The constants with the codes 0, 1, 2 and so on; all of the enum's must be there. */
    EnumCodes(Class<E> type, List<E> constants) {
        this.type = type;
        this.constants = List.copyOf(constants);
        this.codes = new byte[type.getEnumConstants().length];
        for (E constant : type.getEnumConstants()) {
            int code = constants.indexOf(constant);
            if (code < 0) {
                throw new IllegalStateException(constant + " has no code");
            }
            codes[constant.ordinal()] = (byte) code;
        }
    }

    void write(E constant, WireOutput output) {
        output.writeByte(codes[constant.ordinal()]);
    }

    E read(WireInput input) throws IOException {
        int code = input.readByte();
        if (code < 0 || code >= constants.size()) {
            throw new IOException("no " + type.getSimpleName() + " has the code " + code);
        }
        return constants.get(code);
    }
}
