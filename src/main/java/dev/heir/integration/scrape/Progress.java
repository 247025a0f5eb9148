package dev.heir.integration.scrape;

import java.time.Duration;
import java.util.Optional;

/** How far one visit brought a page. */
sealed interface Progress {

    record Ended(Page page) implements Progress {}

    /** @param failure why it failed; empty when it only has to wait for its host */
    record PutBack(Errand errand, Duration pause, Optional<String> failure) implements Progress {}
}
