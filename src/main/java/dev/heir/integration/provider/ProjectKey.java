package dev.heir.integration.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key by which a project is known, {@code io_<prefix>_<secret>}. The prefix may be shown, the secret never.
 *
 * <p>Only the SHA-256 of the key is kept. A slow hash would add nothing but time to every call: it protects words that
 * people choose, and these are 256 random bits that nobody can try one by one.
 */
public final class ProjectKey {

    private static final Pattern WRITTEN = Pattern.compile("io_([0-9a-f]{12})_([0-9a-f]{64})");

    private static final Pattern WITHIN = Pattern.compile("(?<![0-9A-Za-z])" + WRITTEN + "(?![0-9A-Za-z])");

    private final String prefix;
    private final String secret;

    private ProjectKey(String prefix, String secret) {
        this.prefix = prefix;
        this.secret = secret;
    }

    /** @param random a cryptographically strong source */
    public static ProjectKey make(RandomGenerator random) {
        return new ProjectKey(hex(random, 6), hex(random, 32));
    }

    /** Empty when the text is no key at all. */
    public static Optional<ProjectKey> parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        return written.matches() ? Optional.of(new ProjectKey(written.group(1), written.group(2))) : Optional.empty();
    }

    /** The text of the first one that stands in another text. */
    public static Optional<String> find(String text) {
        if (!text.contains("io_")) {
            return Optional.empty();
        }
        Matcher within = WITHIN.matcher(text);
        return within.find() ? Optional.of(within.group()) : Optional.empty();
    }

    public String prefix() {
        return prefix;
    }

    /** The whole key: for its owner, once. */
    public String text() {
        return "io_" + prefix + "_" + secret;
    }

    public Hash hash() {
        return Hash.of(text());
    }

    @Override
    public String toString() {
        return "io_" + prefix + "_[secret]";
    }

    private static String hex(RandomGenerator random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What is kept of a key. */
    public record Hash(Body bytes) {

        /** @param key all of it */
        public static Hash of(String key) {
            try {
                return new Hash(
                        Body.of(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8))));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java has SHA-256", impossible);
            }
        }

        /** Compares in constant time: how long it takes must not tell how much of it was right. */
        public boolean matches(Hash other) {
            return MessageDigest.isEqual(bytes.bytes(), other.bytes.bytes());
        }
    }
}
