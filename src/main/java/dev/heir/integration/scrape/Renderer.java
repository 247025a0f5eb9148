package dev.heir.integration.scrape;

import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lets a browser run the scripts of a page that was fetched: what it shows then is what its readers see. */
public interface Renderer {

    /** Why no page can be rendered here; empty when it can. */
    Optional<String> missing();

    /** How long one page takes at most, until a browser is free and has started included. */
    Duration longest();

    Rendered render(Load load);

    /**
     * A page to be shown.
     *
     * @param answer of the website to the plain request: the browser gets it in place of asking once more
     * @param agent who we say we are
     * @param rules what else the page may ask for
     */
    record Load(PageUrl url, Reply.Responded answer, String agent, Rules rules) {}

    /** What robots.txt, as far as it is known, says of what a page asks for. */
    @FunctionalInterface
    interface Rules {

        /** The line, or another reason, that forbids it. */
        Optional<String> refusal(PageUrl url);
    }

    /** What came of it. */
    sealed interface Rendered {

        /**
         * @param html the document as its scripts have left it
         * @param withheld what the page asked for and did not get, with the reason
         * @param turnedAway what the page's own host answered to something of that, where it wants fewer requests: the page
         *     is not what its readers see
         */
        record Shown(String html, List<String> withheld, Optional<Reply.Responded> turnedAway) implements Rendered {

            public Shown {
                withheld = List.copyOf(withheld);
            }

            public Shown(String html, List<String> withheld) {
                this(html, withheld, Optional.empty());
            }
        }

        /** Its scripts lead elsewhere; nobody was asked there. */
        record Moved(PageUrl to) implements Rendered {}

        /** @param reason the browser was killed, ran out of its time or of its memory */
        record Failed(String reason) implements Rendered {}

        /** All browsers are busy with other pages. */
        record Busy() implements Rendered {}
    }
}
