package dev.heir.integration.scrape;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.WorkingTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Brings pages of one host, one after the other, to their end or back into the queue. What has ended is written together
 * with what ends soon after it, and the requests made for it before it; until then the pages are in flight. Used by one
 * thread.
 */
final class Lane implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Lane.class);

    /** Deployments end instances as well: only a page that so many in a row do not survive is to blame. */
    private static final int MOST_LOST = 10;

    /** How long what has ended waits for others at most: whoever looks after a scrape sees it grow. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private final PageQueue pages;
    private final Fetcher plain;
    private final Visit visit;
    private final Stay stay;
    private final ScrapeConfig config;
    private final Clock clock;
    private final Round round;
    private final Instant began;
    private final List<CallRecord> sent = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private Optional<Instant> oldest = Optional.empty();

    /** @param touched hosts whose queue has changed */
    record Round(WorkingTime time, Instant until, Leases leases, Set<String> touched) {}

    private record Waiting(Ended ended, Consumer<Answer> then) {}

    /** What becomes of a page that was dealt out. */
    sealed interface Answer {

        /** The page has its end, or waits in the database. */
        record Done() implements Answer {}

        /** It failed. */
        record Again(Duration pause) implements Answer {}

        /** What was given up is laid aside as soon as the queue may. */
        static Answer of(Page end) {
            return end instanceof Page.Dead ? new Again(Duration.ZERO) : new Done();
        }
    }

    Lane(PageQueue pages, Visit visit, ScrapeConfig config, Clock clock, Round round) {
        this.pages = pages;
        this.plain = visit.fetchers().plain();
        this.stay = new Stay(visit.hosts(), clock, Visit.SPARE);
        this.visit = visit.by(visit.fetchers().recording(sent::add), stay);
        this.config = config;
        this.clock = clock;
        this.round = round;
        this.began = clock.instant();
    }

    /**
     * One page's trouble is not the others': whatever happens here, its lease ends and it is taken up again.
     *
     * @param patience how long to wait for a turn with the page in hand
     * @param then hears what became of it, once that is written
     */
    void go(Errand errand, Duration patience, Consumer<Answer> then) {
        Answer answer;
        try {
            round.touched().add(errand.at().host());
            switch (visited(errand, patience)) {
                case Progress.Ended(Page page) -> {
                    end(errand, page, then);
                    return;
                }
                case Progress.PutBack(Errand moved, Duration pause, Optional<String> failure) -> {
                    recordSent();
                    pages.putBack(moved, pause, failure);
                    round.touched().add(moved.at().host());
                    answer = failure.isPresent() ? new Answer.Again(pause) : new Answer.Done();
                }
            }
        } catch (RuntimeException ours) {
            answer = failed(errand, ours);
        }
        round.leases().release(errand);
        then.accept(answer);
    }

    private Progress visited(Errand errand, Duration patience) {
        String reason = "taken up " + MOST_LOST + " times without coming to an end";
        return errand.lost() >= MOST_LOST
                ? new Progress.Ended(new Page.Dead(errand.at().uri(), reason, MOST_LOST))
                : visit.go(errand, patience, round.time());
    }

    /** Whether those that were taken together have had their time: others may want what they keep occupied. */
    boolean isLong() {
        Duration passed = Duration.between(began, clock.instant());
        return passed.compareTo(LONGEST_WAIT.multipliedBy(2)) > 0;
    }

    /** Puts a page back that it did not come to. */
    void putBack(Errand errand, Consumer<Answer> then) {
        Answer answer = new Answer.Done();
        try {
            pages.putBack(errand, Duration.ZERO, Optional.empty());
        } catch (RuntimeException ours) {
            answer = failed(errand, ours);
        }
        round.leases().release(errand);
        then.accept(answer);
    }

    private void end(Errand errand, Page page, Consumer<Answer> then) {
        waiting.add(new Waiting(new Ended(errand, page), then));
        Instant now = clock.instant();
        Instant since = oldest.orElse(now);
        oldest = Optional.of(since);
        if (Duration.between(since, now).compareTo(LONGEST_WAIT) > 0) {
            settle();
        }
    }

    private void settle() {
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        oldest = Optional.empty();
        Optional<RuntimeException> trouble = Optional.empty();
        try {
            recordSent();
            if (!all.isEmpty()) {
                round.touched()
                        .addAll(pages.settle(all.stream().map(Waiting::ended).toList()));
            }
        } catch (RuntimeException ours) {
            trouble = Optional.of(ours);
        }
        for (Waiting one : all) {
            Ended ended = one.ended();
            round.leases().release(ended.errand());
            one.then()
                    .accept(trouble.map(ours -> failed(ended.errand(), ours)).orElseGet(() -> Answer.of(ended.page())));
        }
    }

    private void recordSent() {
        if (!sent.isEmpty()) {
            List<CallRecord> all = List.copyOf(sent);
            sent.clear();
            plain.record(all);
        }
    }

    private Answer failed(Errand errand, RuntimeException ours) {
        LOG.errorf(ours, "page %s could not be worked on", errand.id());
        return new Answer.Again(config.retryAfter());
    }

    /** Gives the host's turn back and writes what has ended. */
    @Override
    public void close() {
        try {
            stay.close();
        } catch (RuntimeException ours) {
            LOG.errorf(ours, "a turn could not be given back");
        }
        settle();
    }
}
