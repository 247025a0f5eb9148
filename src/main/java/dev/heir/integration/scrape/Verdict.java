package dev.heir.integration.scrape;

import dev.heir.integration.scrape.extract.Noted;
import java.time.Duration;
import java.util.List;

/** What one reply of a website means for the page that was asked for. */
sealed interface Verdict {

    /**
     * The page has reached its end.
     *
     * @param hostPause how long the whole host is left alone; zero for its usual delay
     * @param notes what to remember of the page's fields
     */
    record End(Page page, Duration hostPause, List<Noted> notes) implements Verdict {

        public End {
            notes = List.copyOf(notes);
        }

        End(Page page) {
            this(page, Duration.ZERO, List.of());
        }

        End with(Page other) {
            return new End(other, hostPause, notes);
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
