package io.dmstocrate.target;

import io.dmstocrate.flow.RowVersions;
import io.dmstocrate.mapping.ConversionNotes;
import io.dmstocrate.mapping.Misfit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a batch, turned by column: an array for each parameter, with the values as they are
 * bound. Rows with a value that does not fit are left out and rejected.
 */
final class RowArrays {

    private final RowPlan plan;
    private final Object[][] arrays;
    private final int[] batchRows;
    private final List<Rejection> rejections = new ArrayList<>();
    private int size;

    RowArrays(RowPlan plan, TableBatch batch, ConversionNotes notes) {
        this.plan = plan;
        int rows = batch.rows().size();
        this.batchRows = new int[rows];
        this.arrays = new Object[plan.width()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = array(plan.element(i), rows);
        }
        for (int row = 0; row < rows; row++) {
            add(batch, row, notes);
        }
    }

    RowPlan plan() {
        return plan;
    }

    /** How many rows fit. */
    int size() {
        return size;
    }

    /** The rows that don't fit. */
    List<Rejection> rejections() {
        return rejections;
    }

    /** Where in the batch a row stands. */
    int batchRow(int row) {
        return batchRows[row];
    }

    Object value(int parameter, int row) {
        return arrays[parameter][row];
    }

    /** The values of one parameter for the rows from one to before another. */
    Object[] slice(int parameter, int from, int to) {
        Object[] array = arrays[parameter];
        return from == 0 && to == array.length ? array : Arrays.copyOfRange(array, from, to);
    }

    private void add(TableBatch batch, int row, ConversionNotes notes) {
        Object[] values = batch.rows().get(row);
        int columns = plan.columns();
        for (int i = 0; i < columns; i++) {
            Object value = plan.conversion(i).convert(values[i], notes);
            if (value instanceof Misfit && plan.isNarrow(i)) {
                value = null;
            }
            if (value instanceof Misfit misfit) {
                rejections.add(new Rejection(row, misfit.reason()));
                return;
            }
            if (value == null && plan.isKey(i)) {
                rejections.add(new Rejection(row, plan.missingKey()));
                return;
            }
            arrays[i][size] = value instanceof Float && isDouble(i) ? asWritten(value) : value;
        }
        if (plan.versioned()) {
            RowVersions versions = batch.versions().get(row);
            arrays[columns][size] = versions.newest();
            if (plan.separate()) {
                arrays[columns + 1][size] = VersionsObject.of(versions, plan::versionKey);
            }
        }
        batchRows[size] = row;
        size++;
    }

    private boolean isDouble(int parameter) {
        return arrays[parameter] instanceof Double[];
    }

    /** 1.1 is 1.1, not the fraction that single precision has for it. */
    private static Double asWritten(Object value) {
        return Double.valueOf(value.toString());
    }

    private static Object[] array(String element, int size) {
        return switch (element) {
            case "int8" -> new Long[size];
            case "bool" -> new Boolean[size];
            case "float4" -> new Float[size];
            case "float8" -> new Double[size];
            default -> new String[size];
        };
    }
}
