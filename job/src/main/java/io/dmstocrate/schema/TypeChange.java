package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.TypeFit;

/**
 * A column whose type at the source is another now.
 *
 * @param before the column as it was
 * @param after the column as it is
 * @param fit what that means for its column in the target, if that was made for the old type
 */
record TypeChange(Column before, Column after, TypeFit fit) {

    static TypeChange of(Column before, Column after, boolean key) {
        return new TypeChange(
                before, after, TypeFit.of(ColumnTypes.of(before, key), ColumnTypes.of(after, key)));
    }
}
