package dev.heir.integration.scrape;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.call.WorkingTime;
import dev.heir.integration.provider.InvalidInput;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Fetches what a queue deals out, or was handed over as a batch, and answers the queue. */
record Rounds(PageQueue pages, MessageCases cases, Visit visit, ScrapeConfig config, ObjectMapper json, Clock clock) {

    private static final Logger LOG = Logger.getLogger(Rounds.class);

    /** Deployments end instances as well: only a page that so many in a row do not survive is to blame. */
    private static final int MOST_LOST = 10;

    /** What becomes of what was dealt out. */
    private sealed interface Answer {

        /** The page has its end, or waits in the database. */
        record Done() implements Answer {}

        /** It failed. */
        record Again(Duration pause) implements Answer {}
    }

    /** @param touched hosts whose queue has changed */
    private record Round(WorkingTime time, Instant until, Leases leases, Set<String> touched) {}

    /** @return the ids of the messages to be delivered again */
    List<String> fetch(List<Message> messages, WorkQueue queue) {
        Set<String> done = ConcurrentHashMap.newKeySet();
        Set<String> touched = ConcurrentHashMap.newKeySet();
        Instant now = clock.instant();
        try (var leases = new Leases(pages, config.lease());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            WorkingTime time = WorkingTime.from(now, config.batchTime().multipliedBy(2));
            Round round = new Round(time, now.plus(config.batchTime()), leases, touched);
            for (List<Message> lane : lanes(messages, this::host)) {
                threads.execute(() -> lane.forEach(message -> {
                    switch (fetched(message, round)) {
                        case Answer.Done nothing -> done.add(message.id());
                        case Answer.Again(Duration pause) -> queue.again(new WorkQueue.Work.Told(message), pause);
                    }
                }));
            }
        }
        if (!touched.isEmpty()) {
            queue.announce(touched);
        }
        return messages.stream()
                .map(Message::id)
                .filter(id -> !done.contains(id))
                .distinct()
                .toList();
    }

    /**
     * @param whole after which no page is begun
     * @param longest after which no request is under way any more
     * @return how many pages were taken up
     */
    int deal(WorkQueue queue, Duration whole, Duration longest) {
        Instant now = clock.instant();
        WorkingTime time = WorkingTime.from(now, whole);
        int taken = 0;
        try (var leases = new Leases(pages, config.lease());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Round round = new Round(WorkingTime.from(now, longest), Instant.MAX, leases, ConcurrentHashMap.newKeySet());
            var lanes = new ExecutorCompletionService<Boolean>(threads);
            int running = 0;
            while (time.fits(clock.instant(), config.timeout())) {
                List<WorkQueue.Work> dealt = queue.take(config.parallel() - running, config.lease());
                for (WorkQueue.Work work : dealt) {
                    if (work instanceof WorkQueue.Work.Taken(Errand errand)) {
                        leases.hold(errand);
                    }
                }
                for (List<WorkQueue.Work> lane : lanes(dealt, this::host)) {
                    var unused = lanes.submit(() -> lane.forEach(work -> answer(queue, work, round)), true);
                    running++;
                    taken += lane.size();
                }
                if (running == 0) {
                    break;
                }
                var unused = lanes.take();
                running--;
                announce(round, queue);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return taken;
    }

    /** A host that is touched meanwhile is announced the next time. */
    private static void announce(Round round, WorkQueue queue) {
        Set<String> touched = Set.copyOf(round.touched());
        if (!touched.isEmpty()) {
            round.touched().removeAll(touched);
            queue.announce(touched);
        }
    }

    private void answer(WorkQueue queue, WorkQueue.Work work, Round round) {
        Answer answer =
                switch (work) {
                    // Taken because its host's turn had come: if that is not so any more, another page's has.
                    case WorkQueue.Work.Taken(Errand errand) -> visited(errand, Duration.ZERO, round);
                    case WorkQueue.Work.Told(Message message) -> fetched(message, round);
                };
        switch (answer) {
            case Answer.Done nothing -> queue.done(work);
            case Answer.Again(Duration pause) -> queue.again(work, pause);
        }
    }

    private static <T> Collection<List<T>> lanes(List<T> all, Function<T, String> host) {
        return all.stream()
                .collect(Collectors.groupingBy(host, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private String host(WorkQueue.Work work) {
        return switch (work) {
            case WorkQueue.Work.Taken(Errand errand) -> errand.at().host();
            case WorkQueue.Work.Told(Message message) -> host(message);
        };
    }

    /** Empty for what cannot be read: it asks nobody for anything. */
    private String host(Message message) {
        try {
            return message.read(json).host();
        } catch (InvalidInput malformed) {
            return "";
        }
    }

    /** One that is malformed stays so: it is laid aside as soon as the queue may. */
    private Answer fetched(Message message, Round round) {
        try {
            Message.Asked asked = message.read(json);
            return switch (claim(asked)) {
                case PageQueue.Claim.Ours(Errand errand) -> {
                    if (clock.instant().isAfter(round.until())) {
                        round.touched().add(errand.at().host());
                        pages.putBack(errand, Duration.ZERO, Optional.empty());
                        yield new Answer.Done();
                    }
                    round.leases().hold(errand);
                    yield visited(errand, config.patience(), round);
                }
                case PageQueue.Claim.Ended(Page end) -> answer(end);
                case PageQueue.Claim.NotNow notNow -> notNow(asked, round);
            };
        } catch (InvalidInput malformed) {
            return new Answer.Again(unreadable(message, malformed));
        } catch (RuntimeException ours) {
            LOG.errorf(ours, "message %s of the scrape queue could not be worked on", message.id());
            return new Answer.Again(config.retryAfter());
        }
    }

    /** @return when it is to come again, to be laid aside: not before it has its case */
    private Duration unreadable(Message message, InvalidInput malformed) {
        try {
            cases.open(config.project(), message, String.valueOf(malformed.getMessage()));
            return Duration.ZERO;
        } catch (RuntimeException ours) {
            LOG.errorf(ours, "message %s of the scrape queue, which is malformed, has no case", message.id());
            return config.retryAfter();
        }
    }

    private PageQueue.Claim claim(Message.Asked asked) {
        return switch (asked) {
            case Message.OfPage(var page, String host) -> pages.claim(page, config.lease());
            case Message.OfUrl url ->
                pages.claim(url, url.project().orElse(config.project()), config.lease(), config.sameMessage());
        };
    }

    /** It waits in the queue of pages and is told of when its time has come: that is nobody's failure. */
    private static Answer notNow(Message.Asked asked, Round round) {
        round.touched().add(asked.host());
        return new Answer.Done();
    }

    /** One page's trouble is not the others': whatever happens here, its lease ends and it is taken up again. */
    private Answer visited(Errand errand, Duration patience, Round round) {
        try {
            round.touched().add(errand.at().host());
            if (errand.lost() >= MOST_LOST) {
                String reason = "taken up " + MOST_LOST + " times without coming to an end";
                return settled(errand, new Page.Dead(errand.at().uri(), reason, MOST_LOST), round);
            }
            return switch (visit.go(errand, patience, round.time())) {
                case Progress.Ended(Page page) -> settled(errand, page, round);
                case Progress.PutBack(Errand moved, Duration pause, Optional<String> failure) -> {
                    pages.putBack(moved, pause, failure);
                    round.touched().add(moved.at().host());
                    yield failure.isPresent() ? new Answer.Again(pause) : new Answer.Done();
                }
            };
        } catch (RuntimeException ours) {
            LOG.errorf(ours, "page %s could not be worked on", errand.id());
            return new Answer.Again(config.retryAfter());
        } finally {
            round.leases().release(errand);
        }
    }

    private Answer settled(Errand errand, Page end, Round round) {
        round.touched().addAll(pages.settle(errand, end));
        return answer(end);
    }

    /** What was given up is laid aside as soon as the queue may. */
    private static Answer answer(Page end) {
        return end instanceof Page.Dead ? new Answer.Again(Duration.ZERO) : new Answer.Done();
    }
}
