package io.dmstocrate.testing;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.target.AddedColumn;
import io.dmstocrate.target.ExistingTable;
import io.dmstocrate.target.Parcel;
import io.dmstocrate.target.Rejection;
import io.dmstocrate.target.RowAddress;
import io.dmstocrate.target.RowState;
import io.dmstocrate.target.SchemaHistoryEntry;
import io.dmstocrate.target.TableBatch;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import io.dmstocrate.target.TargetFactory;
import io.dmstocrate.target.WidenedColumn;
import io.dmstocrate.target.WrittenTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Opens targets that fail now and then, before or after they did what they were told: the
 * connection dies, and whether the statement was executed nobody knows. So many times in all, then
 * never again.
 */
public final class FlakyTargets {

    private static final Map<String, FlakyTargets> ALL = new ConcurrentHashMap<>();

    private final String name = UUID.randomUUID().toString();
    private final Random random;
    private final boolean onlyRows;
    private int failuresLeft;
    private int calls;

    /**
     * Makes targets that fail.
     *
     * @param failures how many times in all
     * @param onlyRows whether they fail at rows and dead letters only, not at definitions
     */
    public FlakyTargets(long seed, int failures, boolean onlyRows) {
        this.onlyRows = onlyRows;
        random = new Random(seed);
        failuresLeft = failures;
        ALL.put(name, this);
    }

    public TargetFactory over(TargetFactory targets) {
        String mine = name;
        return () -> new FlakyTarget(targets.open(), ALL.get(mine));
    }

    public synchronized int failuresLeft() {
        return failuresLeft;
    }

    private synchronized boolean failsNow() {
        calls++;
        boolean fails = failuresLeft > 0 && calls > 3 && random.nextInt(12) == 0;
        if (fails) {
            failuresLeft--;
        }
        return fails;
    }

    private <T> T call(Supplier<T> action) {
        if (failsNow()) {
            throw new TargetException(FailureKind.RETRYABLE, "lost before", null);
        }
        T result = action.get();
        if (failsNow()) {
            throw new TargetException(FailureKind.RETRYABLE, "lost after", null);
        }
        return result;
    }

    private static final class FlakyTarget implements Target {

        private final Target target;
        private final FlakyTargets failures;

        FlakyTarget(Target target, FlakyTargets failures) {
            this.target = target;
            this.failures = failures;
        }

        @Override
        public Optional<ExistingTable> existing(TableId source) {
            return failures.onlyRows
                    ? target.existing(source)
                    : failures.call(() -> target.existing(source));
        }

        @Override
        public List<String> prepare(TableDefinition definition) {
            return failures.onlyRows
                    ? target.prepare(definition)
                    : failures.call(() -> target.prepare(definition));
        }

        @Override
        public List<String> beginLife(TableDefinition definition, long life) {
            return failures.onlyRows
                    ? target.beginLife(definition, life)
                    : failures.call(() -> target.beginLife(definition, life));
        }

        @Override
        public void enter(TableId source, long life) {
            target.enter(source, life);
        }

        @Override
        public List<String> takePlace(
                TableDefinition definition, List<Long> abandoned, long openedMicros) {
            return failures.onlyRows
                    ? target.takePlace(definition, abandoned, openedMicros)
                    : failures.call(() -> target.takePlace(definition, abandoned, openedMicros));
        }

        @Override
        public List<String> renameColumn(TableId source, String column, String successor) {
            return failures.onlyRows
                    ? target.renameColumn(source, column, successor)
                    : failures.call(() -> target.renameColumn(source, column, successor));
        }

        @Override
        public List<String> dropColumn(TableId source, String column) {
            return failures.onlyRows
                    ? target.dropColumn(source, column)
                    : failures.call(() -> target.dropColumn(source, column));
        }

        @Override
        public boolean altersTypes() {
            return target.altersTypes();
        }

        @Override
        public WidenedColumn widenColumn(TableId source, Column wide, String temporary) {
            return failures.onlyRows
                    ? target.widenColumn(source, wide, temporary)
                    : failures.call(() -> target.widenColumn(source, wide, temporary));
        }

        @Override
        public long copyToWide(TableId source, String column, String temporary) {
            return failures.onlyRows
                    ? target.copyToWide(source, column, temporary)
                    : failures.call(() -> target.copyToWide(source, column, temporary));
        }

        @Override
        public List<String> swapWide(TableId source, String column, String temporary) {
            return failures.onlyRows
                    ? target.swapWide(source, column, temporary)
                    : failures.call(() -> target.swapWide(source, column, temporary));
        }

        @Override
        public WidenedColumn widenTable(TableId source, List<Column> wide, String job) {
            return failures.onlyRows
                    ? target.widenTable(source, wide, job)
                    : failures.call(() -> target.widenTable(source, wide, job));
        }

        @Override
        public void makeRoom(TableId source, List<Column> wide) {
            target.makeRoom(source, wide);
        }

        @Override
        public void remember(SchemaHistoryEntry entry) {
            target.remember(entry);
        }

        @Override
        public List<Rejection> apply(TableBatch batch) {
            return failures.call(() -> target.apply(batch));
        }

        @Override
        public List<String> stored(WrittenTable table, List<String> columns, List<Object> values) {
            return target.stored(table, columns, values);
        }

        @Override
        public Optional<RowState> read(RowAddress row, List<String> columns) {
            return failures.call(() -> target.read(row, columns));
        }

        @Override
        public boolean fill(
                RowAddress row,
                List<String> columns,
                List<String> values,
                String version,
                String stamp) {
            return failures.call(() -> target.fill(row, columns, values, version, stamp));
        }

        @Override
        public Optional<Parcel> parcel(String name) {
            return failures.call(() -> target.parcel(name));
        }

        @Override
        public boolean keepParcel(String name, String content, String stamp) {
            return failures.call(() -> target.keepParcel(name, content, stamp));
        }

        @Override
        public void sweepParcels(long beforeMillis) {
            target.sweepParcels(beforeMillis);
        }

        @Override
        public long sweep(TableId source, long openedMicros) {
            return target.sweep(source, openedMicros);
        }

        @Override
        public void openGeneration(TableId source, long openedMicros) {
            target.openGeneration(source, openedMicros);
        }

        @Override
        public long addColumns(TableId source, List<String> columns, long above) {
            return target.addColumns(source, columns, above);
        }

        @Override
        public List<AddedColumn> addedColumns() {
            return target.addedColumns();
        }

        @Override
        public Map<TableId, List<Long>> generations() {
            return target.generations();
        }

        @Override
        public void keep(Collection<DeadLetter> letters) {
            failures.call(
                    () -> {
                        target.keep(letters);
                        return true;
                    });
        }

        @Override
        public void close() {
            target.close();
        }
    }
}
