package io.dmstocrate.config;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A text that nobody may read by accident: it has no readable {@code toString}, so it gets into no
 * log, message or web page. Who needs it asks for it by {@link #reveal()}.
 */
public final class Secret implements Serializable {

    private static final long serialVersionUID = 1;

    /** No secret at all. */
    public static final Secret NONE = new Secret("");

    private static final String LITERAL = "literal:";
    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";
    private static final String SECRETS_MANAGER = "secretsmanager:";
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9-]*:.*", Pattern.DOTALL);

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** The secret itself, for tests and for programs that hold it already. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /**
     * Loads a secret from where the configuration says: {@code env:NAME} is an environment
     * variable, {@code file:PATH} a file's content without the line break at its end, {@code
     * secretsmanager:NAME} or {@code secretsmanager:NAME#MEMBER} one of AWS Secrets Manager, {@code
     * literal:TEXT} and any text that begins like no such word is the secret itself.
     *
     * @param key the full key of the option, for problems
     */
    static Secret load(String text, String key, Problems problems) {
        if (text.startsWith(LITERAL)) {
            return new Secret(text.substring(LITERAL.length()));
        }
        if (text.startsWith(ENVIRONMENT)) {
            return fromEnvironment(text.substring(ENVIRONMENT.length()), key, problems);
        }
        if (text.startsWith(FILE)) {
            return fromFile(text.substring(FILE.length()), key, problems);
        }
        if (text.startsWith(SECRETS_MANAGER)) {
            return SecretsManager.load(text.substring(SECRETS_MANAGER.length()), key, problems);
        }
        if (SCHEME.matcher(text).matches()) {
            // The word is not told: it may be the beginning of a password.
            problems.add(
                    key,
                    "begins with a word and a colon that is none of env:, file:, secretsmanager: and literal:",
                    "if that is the secret itself, write literal: before it");
            return NONE;
        }
        return new Secret(text);
    }

    private static Secret fromEnvironment(String name, String key, Problems problems) {
        String value = System.getenv(name);
        if (value == null) {
            problems.add(
                    key,
                    "the environment variable " + name + " is not set",
                    "set it where the job is started");
            return NONE;
        }
        return new Secret(value);
    }

    private static Secret fromFile(String path, String key, Problems problems) {
        try {
            return new Secret(Files.readString(Path.of(path)).stripTrailing());
        } catch (IOException | RuntimeException e) {
            problems.add(
                    key,
                    "the file " + path + " can't be read as text",
                    "check its path and rights where the job is started");
            return NONE;
        }
    }

    /** The secret in clear. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
