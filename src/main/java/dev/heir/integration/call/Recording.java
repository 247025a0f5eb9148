package dev.heir.integration.call;

import java.util.Optional;
import java.util.Set;

/** Of which calls the request is kept, to be replayed. */
public enum Recording {
    NOTHING,
    /** What its own provider did not answer, and what was deferred or asked again. */
    UNANSWERED,
    EVERYTHING;

    private static final Set<Source> BY_OTHERS = Set.of(Source.STALE, Source.DEGRADED, Source.SKIPPED);

    /** Whether a call that ended like this is kept. */
    boolean keeps(Optional<Source> source, boolean wasDeferred) {
        return switch (this) {
            case NOTHING -> false;
            case EVERYTHING -> !source.equals(Optional.of(Source.DEFERRED));
            case UNANSWERED ->
                source.map(from -> BY_OTHERS.contains(from) || (wasDeferred && from != Source.DEFERRED))
                        .orElse(true);
        };
    }
}
