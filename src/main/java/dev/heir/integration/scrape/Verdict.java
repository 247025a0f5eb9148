package dev.heir.integration.scrape;

import java.time.Duration;

/** What one reply of a website means for the page that was asked for. */
sealed interface Verdict {

    /**
     * The page has reached its end.
     *
     * @param hostPause how long the whole host is left alone; zero for its usual delay
     */
    record End(Page page, Duration hostPause) implements Verdict {

        End(Page page) {
            this(page, Duration.ZERO);
        }
    }

    /** The page is elsewhere; there robots.txt and the clock are asked again. */
    record Moved(PageUrl to) implements Verdict {}

    /** It failed and may succeed another time. */
    record Again(String reason) implements Verdict {}

    /**
     * The host asks to be left alone. That is no failure of the page.
     *
     * @param stated for how long; zero when it did not say
     */
    record LeaveAlone(Duration stated, int status, String reason) implements Verdict {}
}
