package dev.heir.integration.access;

import dev.heir.integration.provider.ProjectKey;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** What a browser shows of a session, {@code is_<secret>}: told by its form from cookies of others. */
public final class SessionKey {

    private static final Pattern WRITTEN = Pattern.compile("is_[0-9a-f]{64}");

    private final String text;

    private SessionKey(String text) {
        this.text = text;
    }

    /** @param random a cryptographically strong source */
    public static SessionKey make(RandomGenerator random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new SessionKey("is_" + HexFormat.of().formatHex(bytes));
    }

    /** Empty when the text is none at all. */
    public static Optional<SessionKey> parse(String text) {
        return WRITTEN.matcher(text).matches() ? Optional.of(new SessionKey(text)) : Optional.empty();
    }

    /** For its browser, once. */
    public String text() {
        return text;
    }

    public ProjectKey.Hash hash() {
        return ProjectKey.Hash.of(text);
    }

    @Override
    public String toString() {
        return "is_[secret]";
    }
}
