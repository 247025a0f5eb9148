package dev.heir.integration.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long a caller waits for its answer (RFC 7240).
 *
 * @param async not at all ({@code respond-async}, section 4.1), unless {@code atMost} says otherwise
 * @param atMost for so long, and then it comes back ({@code wait}, section 4.3)
 */
public record Preference(boolean async, Optional<Duration> atMost) {

    /** As long as the call's deadline allows. */
    public static final Preference NONE = new Preference(false, Optional.empty());

    /** As it is said that it was followed (RFC 7240, section 3). */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (async) {
            words.add("respond-async");
        }
        atMost.ifPresent(time -> words.add("wait=" + time.toSeconds()));
        return List.copyOf(words);
    }
}
