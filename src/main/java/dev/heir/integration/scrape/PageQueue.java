package dev.heir.integration.scrape;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Pages to be fetched and what became of them, for the whole fleet. Each page is one instance's at a time. */
public interface PageQueue {

    /**
     * Adds a scrape with all its pages, or nothing.
     *
     * @param idempotencyKey under which the same request is taken on once; the receipt is the first one's then
     * @throws KeyUsedOtherwise when the project used the key for another request
     */
    Receipt submit(String project, ScrapeRequest request, Optional<String> idempotencyKey);

    /**
     * The scrape as its project may see it, with the pages behind a position: at most {@code most}, fewer when they are
     * large.
     */
    Optional<Scrape> find(String project, UUID scrape, long after, int most);

    /**
     * Takes due pages for this instance alone: the longest-waiting one of each host whose turn has come, and as far as that
     * leaves room, those behind it of a host that wanted no rest after its last request.
     *
     * @param lease how long they stay ours; after that another instance may take them
     */
    List<Errand> take(int most, Duration lease);

    /**
     * Takes the page of a message, which is added when it is new. The same page is the same scrape, project, address
     * and selectors.
     *
     * @param same how long after its end a page that stands for itself counts as the same
     */
    Claim claim(Message.OfUrl asked, String project, Duration lease, Duration same);

    /** Takes a page that was stored already. */
    Claim claim(UUID page, Duration lease);

    /**
     * Pages of these hosts that wait for their turn and of which nobody has been told, or so long ago that it must have been
     * lost. From now on somebody has been told of them.
     */
    List<Wake> tell(Collection<String> hosts, Telling telling);

    /** The same for whatever host has pages that wait. */
    List<Wake> tell(Telling telling);

    /** Nobody could be told of these pages after all. */
    void untold(Collection<UUID> pages);

    /** The pages stay ours for another lease, as far as they still are. */
    void renew(List<Errand> errands, Duration lease);

    /** Ends all waiting pages of crawls whose time is up. */
    void endOverdue();

    /**
     * Ends all pages of a scrape that wait, those that are being fetched as well: their outcome is not kept.
     *
     * @return whether the project has such a scrape
     */
    boolean cancel(String project, UUID scrape);

    /**
     * Writes the pages' final states, of those that are still ours. A page that was given up becomes a person's case in the
     * same transaction: one open case for each project and host. In a crawl, what a page links to joins the queue with
     * it, and a page that says what another one says ends as its duplicate. Pages that end together are written together.
     *
     * @return the hosts of what the pages link to
     */
    Set<String> settle(List<Ended> ended);

    default Set<String> settle(Errand errand, Page end) {
        return settle(List.of(new Ended(errand, end)));
    }

    /**
     * Puts the page back, unless it is no longer ours. In a crawl, one that has moved to where another of its pages is ends
     * as that one's duplicate.
     *
     * @param pause before it is due again
     * @param failure why it failed; empty when it only has to wait, which does not count as a try
     */
    void putBack(Errand errand, Duration pause, Optional<String> failure);

    /** What a message's page is to us. */
    sealed interface Claim {

        record Ours(Errand errand) implements Claim {}

        /** It has this final state already. */
        record Ended(Page end) implements Claim {}

        /** Another instance has it, or it is not due, or nobody wants it any more. */
        record NotNow() implements Claim {}
    }
}
