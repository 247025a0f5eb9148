package dev.heir.integration.access;

import dev.heir.integration.provider.ProjectKey;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key of somebody who operates or administers, {@code ia_<prefix>_<secret>}: like a project's, and told from it. */
public final class StaffKey {

    private static final Pattern WRITTEN = Pattern.compile("ia_([0-9a-f]{12})_[0-9a-f]{64}");

    private final String prefix;
    private final String text;

    private StaffKey(String prefix, String text) {
        this.prefix = prefix;
        this.text = text;
    }

    /** @param random a cryptographically strong source */
    public static StaffKey make(RandomGenerator random) {
        byte[] bytes = new byte[38];
        random.nextBytes(bytes);
        String prefix = HexFormat.of().formatHex(bytes, 0, 6);
        return new StaffKey(prefix, "ia_" + prefix + "_" + HexFormat.of().formatHex(bytes, 6, 38));
    }

    /** Empty when the text is no key at all. */
    public static Optional<StaffKey> parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        return written.matches() ? Optional.of(new StaffKey(written.group(1), text)) : Optional.empty();
    }

    public String prefix() {
        return prefix;
    }

    /** The whole key: for its owner, once. */
    public String text() {
        return text;
    }

    public ProjectKey.Hash hash() {
        return ProjectKey.Hash.of(text);
    }

    @Override
    public String toString() {
        return "ia_" + prefix + "_[secret]";
    }
}
