package io.dmstocrate.proof;

import io.dmstocrate.mapping.SchemaPolicy;

/**
 * How a source, the DMS endpoint and the job before it are set up, for one story.
 *
 * @param details transaction details
 * @param nulls whether NULL and empty values are written, or left out
 * @param beforeImage what an update tells of the row before
 * @param pretty documents over several lines
 * @param controlDetails whether control records carry definitions
 * @param changedOnly whether updates carry changed columns only, as Oracle's do
 * @param unchangedLargeLeftOut whether large values that have not changed are left out
 * @param keyedChanges whether changes are partitioned by row, or by table
 * @param lsnOfCommit whether all changes of a transaction have the position of its commit
 */
record Style(
        Engine engine,
        boolean details,
        boolean nulls,
        BeforeImage beforeImage,
        boolean pretty,
        boolean controlDetails,
        boolean changedOnly,
        boolean unchangedLargeLeftOut,
        boolean keyedChanges,
        boolean lsnOfCommit,
        int shards,
        int keys,
        Features features,
        SchemaPolicy policy,
        boolean softDeletes,
        boolean versionColumn,
        int flushRows) {

    /** Whose log DMS reads. */
    enum Engine {
        POSTGRESQL,
        MYSQL,
        /** One that gives the time of a commit and nothing else. */
        ORACLE
    }

    /** What an update tells of the row before. */
    enum BeforeImage {
        NONE,
        /** The key where it has changed. */
        KEY,
        /** All columns but large ones. */
        ALL
    }

    /**
     * What may happen besides inserts, updates and deletes.
     *
     * @param moves updates that change the primary key
     * @param reloads tables are loaded again
     * @param ddl columns come, go, and get other names and types
     * @param replays a resumed task sends again what it has sent
     * @param redeliveries producers' retries: records come twice, or late
     * @param reshards shards are split and merged
     * @param poison values that the target rejects
     * @param garbage records that nobody can read
     * @param deletes rows are deleted
     * @param rekeys tables get another primary key when they are loaded again, and their control
     *     records lie on shards of their own, by what they tell
     */
    record Features(
            boolean moves,
            boolean reloads,
            boolean ddl,
            boolean replays,
            boolean redeliveries,
            boolean reshards,
            boolean poison,
            boolean garbage,
            boolean deletes,
            boolean rekeys) {

        /** The same with changed keys. */
        Features moving() {
            return new Features(
                    true,
                    reloads,
                    ddl,
                    replays,
                    redeliveries,
                    reshards,
                    poison,
                    garbage,
                    deletes,
                    rekeys);
        }

        /** The same with other primary keys. */
        Features rekeying() {
            return new Features(
                    moves,
                    reloads,
                    ddl,
                    replays,
                    redeliveries,
                    reshards,
                    poison,
                    garbage,
                    deletes,
                    true);
        }
    }

    /** Whether rows get other keys while columns come whose control records are late. */
    boolean mayStrand() {
        return features.moves() && features.ddl();
    }

    /**
     * The same with a table whose columns become more, in control records that come late, while
     * updates leave them out.
     */
    Style growing() {
        return new Style(
                Engine.POSTGRESQL,
                details,
                true,
                beforeImage,
                pretty,
                controlDetails,
                false,
                true,
                keyedChanges,
                lsnOfCommit,
                4,
                keys,
                features,
                SchemaPolicy.LENIENT,
                softDeletes,
                versionColumn,
                flushRows);
    }

    /**
     * The same with rows that get other keys meanwhile: by records that seem to carry every column,
     * since nobody has heard of the new one.
     */
    Style moving() {
        return new Style(
                engine,
                true,
                nulls,
                beforeImage == BeforeImage.NONE ? BeforeImage.KEY : beforeImage,
                pretty,
                controlDetails,
                changedOnly,
                unchangedLargeLeftOut,
                keyedChanges,
                lsnOfCommit,
                shards,
                keys,
                features.moving(),
                policy,
                softDeletes,
                true,
                flushRows);
    }

    /** The same with tables that get other primary keys. */
    Style rekeying() {
        return new Style(
                engine,
                details,
                nulls,
                beforeImage,
                pretty,
                controlDetails,
                changedOnly,
                unchangedLargeLeftOut,
                keyedChanges,
                lsnOfCommit,
                shards,
                keys,
                features.rekeying(),
                policy,
                softDeletes,
                versionColumn,
                flushRows);
    }

    /**
     * Whether tables may get other primary keys: then control records have to tell of it, and those
     * that do so in the order of the lives.
     */
    boolean mayRekey() {
        return features.reloads() && controlDetails && !features.ddl() && !features.reshards();
    }

    /** Whether columns are dropped and renamed in the target. */
    boolean evolves() {
        return features.ddl() && policy == SchemaPolicy.EVOLVE;
    }

    /** Whether no row ever goes. */
    boolean neverDeletes() {
        return !features.deletes() && !features.moves() && !features.reloads();
    }

    static Style random(Dice dice) {
        Engine engine = dice.pick(Engine.values());
        boolean controlDetails = !dice.oneIn(5);
        boolean versionColumn = !dice.oneIn(6);
        // Without a version column nothing is swept after a reload.
        boolean reloads = versionColumn && dice.toss();
        // What is not told can't be followed; nor can both be: a moved row needs all its columns.
        boolean ddl = controlDetails && dice.oneIn(3);
        boolean moves = controlDetails && !ddl && dice.toss();
        return new Style(
                engine,
                !dice.oneIn(4),
                moves || dice.toss(),
                moves && !dice.oneIn(6)
                        ? dice.pick(BeforeImage.KEY, BeforeImage.ALL)
                        : dice.pick(BeforeImage.values()),
                dice.oneIn(4),
                controlDetails,
                engine == Engine.ORACLE ? dice.toss() : dice.oneIn(8),
                engine == Engine.POSTGRESQL && dice.toss(),
                dice.toss(),
                dice.toss(),
                dice.between(1, 4),
                dice.between(1, 5),
                new Features(
                        moves,
                        reloads,
                        ddl,
                        dice.toss(),
                        dice.toss(),
                        dice.oneIn(3),
                        // Whether a dropped column's value was rejected, depends on the arrival.
                        dice.oneIn(4) && !ddl,
                        dice.oneIn(4),
                        !dice.oneIn(8),
                        false),
                dice.toss() ? SchemaPolicy.EVOLVE : SchemaPolicy.LENIENT,
                versionColumn && dice.oneIn(3),
                versionColumn,
                dice.pick(1, 3, 10, 1000));
    }
}
