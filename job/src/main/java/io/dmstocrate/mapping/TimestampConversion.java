package io.dmstocrate.mapping;

/**
 * TIMESTAMP WITH and WITHOUT TIME ZONE from ISO 8601 text: a date, or a date and a time with up to
 * nine digits of a second, with or without {@code Z} or an offset. Years 1 to 9999.
 *
 * <p>With time zone, a time without an offset is taken for UTC. Without, the local time is kept and
 * the offset dropped: DMS writes a {@code Z} even where the source has no zone.
 */
final class TimestampConversion implements ValueConversion {

    private static final int MILLISECOND_DIGITS = 3;
    private static final int MICROSECOND_DIGITS = 6;

    private final boolean zoned;
    private final boolean key;
    private final boolean milliseconds;
    private final Misfit noTimestamp;
    private final Misfit zeroDate;
    private final Misfit inexactKey;

    TimestampConversion(TargetColumn column, boolean key, boolean milliseconds) {
        this.zoned = column.type().kind() == ColumnType.Kind.TIMESTAMP_WITH_TIME_ZONE;
        this.key = key;
        this.milliseconds = milliseconds;
        this.noTimestamp = Misfit.of(column, "not a date or time of the years 1 to 9999");
        this.zeroDate = Misfit.of(column, "a zero date, which is no day");
        this.inexactKey =
                Misfit.of(
                        column,
                        "a key that is more precise than the target's timestamps; set the column's"
                                + " type to text");
    }

    @Override
    public Object convert(Object value, ConversionNotes notes) {
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            return noTimestamp;
        }
        IsoTimestamp time = IsoTimestamp.parse(text);
        if (time == null) {
            return text.startsWith("0000-00-00") ? zeroDate : noTimestamp;
        }
        int kept = milliseconds ? MILLISECOND_DIGITS : MICROSECOND_DIGITS;
        boolean cut = time.significantDigits() > kept;
        boolean dropped = !zoned && time.offsetMinutes() != 0;
        if (key && (cut || dropped)) {
            return inexactKey;
        }
        if (cut) {
            notes.add(Inexactness.FRACTION_OF_SECOND_CUT);
        }
        if (dropped) {
            notes.add(Inexactness.OFFSET_DROPPED);
        }
        if (milliseconds) {
            return time.epochMillis(zoned);
        }
        return time.text(zoned);
    }
}
