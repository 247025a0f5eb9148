package dev.heir.integration.rest;

import dev.heir.integration.provider.InvalidInput;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Idempotency-Key} of a request: a quoted string as draft-ietf-httpapi-idempotency-key-header has it (RFC
 * 9651, section 3.3.3), or bare, as most clients write it. Both are the same key.
 */
final class IdempotencyKey {

    private static final int LONGEST = 255;

    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\[\"\\\\])*+)\"");

    private IdempotencyKey() {}

    /** @throws InvalidInput when it can be no key; it is not quoted back, since it may be a secret sent by mistake */
    static Optional<String> read(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher quoted = QUOTED.matcher(header.strip());
        String key = quoted.matches() ? quoted.group(1).replaceAll("\\\\(.)", "$1") : header.strip();
        if (key.isBlank() || key.length() > LONGEST || key.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new InvalidInput(
                    "Idempotency-Key", "[not shown]", "must be 1 to " + LONGEST + " printable ASCII characters");
        }
        return Optional.of(key);
    }
}
