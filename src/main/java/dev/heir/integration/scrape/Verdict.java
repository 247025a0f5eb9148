package dev.heir.integration.scrape;

import dev.heir.integration.scrape.extract.Notes;
import java.time.Duration;

/** What one reply of a website means for the page that was asked for. */
sealed interface Verdict {

    /**
     * The page has reached its end.
     *
     * @param hostPause how long the whole host is left alone; zero for its usual delay
     * @param notes what the page's fields tell those that come after it
     */
    record End(Page page, Duration hostPause, Notes notes) implements Verdict {

        End(Page page) {
            this(page, Duration.ZERO, Notes.NONE);
        }

        End with(Page other) {
            return new End(other, hostPause, notes);
        }

        /** Its scripts were not run: what it does not show it may well show its readers. */
        End withoutMissed() {
            return new End(page, hostPause, notes.withoutMissed());
        }

        End leaving(Duration pause) {
            return new End(page, pause, notes);
        }
    }

    /**
     * The page says nothing without its scripts.
     *
     * @param plain what it is when they are not run
     * @param page the page of that
     */
    record Hollow(End plain, Page.Fetched page) implements Verdict {}

    /** It has to wait, for nothing that is the website's doing. */
    record NotNow(Duration pause) implements Verdict {}

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
