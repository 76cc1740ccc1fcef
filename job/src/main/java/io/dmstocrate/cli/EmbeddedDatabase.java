package io.dmstocrate.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;

/** A PostgreSQL of the demo's own, which goes with everything in it. */
final class EmbeddedDatabase implements AutoCloseable {

    private static final String DATABASE = "postgres";

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @throws IllegalStateException with the way out, if it is not on the class path
     */
    static EmbeddedDatabase start() throws IOException {
        try {
            return new EmbeddedDatabase(EmbeddedPostgres.builder().start());
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "the demo's own database is not in this jar; run ./dms-to-crate demo from the"
                            + " sources, or give a database by --Target.url=jdbc:postgresql://…",
                    e);
        }
    }

    /** The keys that lead the job to it. */
    List<String> keys() {
        return List.of(
                "--Target.url=jdbc:postgresql://localhost:" + server.getPort() + "/" + DATABASE,
                "--Target.user=" + DATABASE);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
