package io.dmstocrate.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate that signed itself, in files as servers want them.
 *
 * @param file the certificate
 * @param key its private key, readable to its owner only
 * @param store both, in a PKCS 12 store with the password {@link #STORE_PASSWORD}
 */
public record Certificate(Path file, Path key, Path store) {

    public static final String STORE_PASSWORD = "changeit";

    private static final String ALIAS = "server";

    /**
     * Makes one.
     *
     * @param folder where its files go
     * @param hosts who it is for, in keytool's words, like {@code dns:localhost}
     */
    public static Certificate make(Path folder, String name, String hosts) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Path log = folder.resolve(name + ".log");
        int code =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                ALIAS,
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "san=" + hosts,
                                "-validity",
                                "30",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                STORE_PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start()
                        .waitFor();
        if (code != 0) {
            throw new IllegalStateException("keytool failed: " + Files.readString(log));
        }
        return new Certificate(
                write(folder.resolve(name + ".crt"), "CERTIFICATE", certificate(store)),
                write(folder.resolve(name + ".key"), "PRIVATE KEY", privateKey(store)),
                store);
    }

    private static byte[] certificate(Path store) throws GeneralSecurityException, IOException {
        return open(store).getCertificate(ALIAS).getEncoded();
    }

    private static byte[] privateKey(Path store) throws GeneralSecurityException, IOException {
        return open(store).getKey(ALIAS, STORE_PASSWORD.toCharArray()).getEncoded();
    }

    private static KeyStore open(Path store) throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
    }

    private static Path write(Path file, String kind, byte[] content) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(
                file,
                "-----BEGIN "
                        + kind
                        + "-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content)
                        + "\n-----END "
                        + kind
                        + "-----\n");
    }
}
