package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dmstocrate.config.Secret;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.testing.Certificate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that does not prove who it is gets nothing, and the message tells what to do. */
class TlsITCase {

    @TempDir private static Path folder;

    private static Certificate localhost;
    private static Certificate elsewhere;
    private static EmbeddedPostgres server;
    private static EmbeddedPostgres otherServer;
    private static EmbeddedPostgres plainServer;

    @BeforeAll
    static void start() throws Exception {
        localhost = Certificate.make(folder, "localhost", "dns:localhost");
        elsewhere = Certificate.make(folder, "elsewhere", "dns:db.example.com");
        server = server(localhost);
        otherServer = server(elsewhere);
        plainServer = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        otherServer.close();
        plainServer.close();
    }

    @Test
    void serverThatProvesWhoItIsIsTaken() {
        try (JdbcTarget target = target(server, "&sslrootcert=" + localhost.file())) {
            assertThat(target.database()).isEqualTo("PostgreSQL");
        }
    }

    @Test
    void certificateSignedByStrangerIsRefused() {
        assertRefused(server, "&sslrootcert=" + elsewhere.file(), "signed by nobody trusted");
        assertRefused(
                server,
                "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory",
                "add sslrootcert=FILE to Target.url");
    }

    @Test
    void certificateForOtherHostIsRefused() {
        assertRefused(
                otherServer,
                "&sslrootcert=" + elsewhere.file(),
                "write the name that stands in it into Target.url");
    }

    @Test
    void missingCertificateOfSignerIsTold() {
        assertRefused(
                server,
                "&sslrootcert=" + folder.resolve("nowhere.crt"),
                "add sslrootcert=FILE to Target.url");
    }

    @Test
    void serverWithoutTlsIsRefused() {
        assertRefused(
                plainServer, "&sslrootcert=" + localhost.file(), "server does not support SSL");
    }

    /** At once: waiting makes no certificate better. */
    private static void assertRefused(EmbeddedPostgres server, String parameters, String words) {
        FakePauses pauses = new FakePauses();
        TargetSettings settings = settings(server, parameters);
        try (JdbcTarget target = new JdbcTarget(settings, Session.of(settings), pauses)) {
            TargetException refusal = catchThrowableOfType(TargetException.class, target::database);

            assertThat(refusal).hasMessageContaining(words);
            assertThat(refusal.kind()).isEqualTo(FailureKind.FATAL);
            assertThat(pauses.count()).isZero();
        }
    }

    private static JdbcTarget target(EmbeddedPostgres server, String parameters) {
        return new JdbcTarget(settings(server, parameters));
    }

    private static TargetSettings settings(EmbeddedPostgres server, String parameters) {
        return TargetSettings.of(
                "jdbc:postgresql://localhost:"
                        + server.getPort()
                        + "/postgres?sslmode=verify-full"
                        + parameters,
                "postgres",
                Secret.NONE);
    }

    private static EmbeddedPostgres server(Certificate certificate) throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.file().toString())
                .setServerConfig("ssl_key_file", certificate.key().toString())
                .start();
    }
}
