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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Fetches what a queue deals out, or was handed over as a batch, and answers the queue. */
record Rounds(PageQueue pages, MessageCases cases, Visit visit, ScrapeConfig config, ObjectMapper json, Clock clock) {

    private static final Logger LOG = Logger.getLogger(Rounds.class);

    /** @return the ids of the messages to be delivered again */
    List<String> fetch(List<Message> messages, WorkQueue queue) {
        Set<String> done = ConcurrentHashMap.newKeySet();
        Set<String> touched = ConcurrentHashMap.newKeySet();
        Instant now = clock.instant();
        try (var leases = new Leases(pages, config.lease());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            WorkingTime time = WorkingTime.from(now, config.batchTime().multipliedBy(2));
            Lane.Round round = new Lane.Round(time, now.plus(config.batchTime()), leases, touched);
            for (List<Message> of : lanes(messages, this::host)) {
                threads.execute(() -> of.forEach(message -> fetch(message, round, answer -> {
                    switch (answer) {
                        case Lane.Answer.Done nothing -> done.add(message.id());
                        case Lane.Answer.Again(Duration pause) -> queue.again(new WorkQueue.Work.Told(message), pause);
                    }
                })));
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
            Lane.Round round =
                    new Lane.Round(WorkingTime.from(now, longest), Instant.MAX, leases, ConcurrentHashMap.newKeySet());
            var lanes = new ExecutorCompletionService<Integer>(threads);
            int inHand = 0;
            while (time.fits(clock.instant(), config.timeout())) {
                List<WorkQueue.Work> dealt = queue.take(config.parallel() - inHand, config.lease());
                for (WorkQueue.Work work : dealt) {
                    if (work instanceof WorkQueue.Work.Taken(Errand errand)) {
                        leases.hold(errand);
                    }
                }
                for (List<WorkQueue.Work> of : lanes(dealt, this::host)) {
                    var unused = lanes.submit(() -> work(queue, of, round), of.size());
                    inHand += of.size();
                    taken += of.size();
                }
                if (inHand == 0) {
                    break;
                }
                inHand -= lanes.take().get();
                announce(round, queue);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException bug) {
            throw new IllegalStateException("pages could not be worked on", bug);
        }
        return taken;
    }

    /** A host that is touched meanwhile is announced the next time. */
    private static void announce(Lane.Round round, WorkQueue queue) {
        Set<String> touched = Set.copyOf(round.touched());
        if (!touched.isEmpty()) {
            round.touched().removeAll(touched);
            queue.announce(touched);
        }
    }

    /** What was taken at once is worked on at once, what is told of by messages each for itself. */
    private void work(WorkQueue queue, List<WorkQueue.Work> all, Lane.Round round) {
        try (Lane lane = new Lane(pages, visit, config, clock, round)) {
            boolean first = true;
            for (WorkQueue.Work work : all) {
                Consumer<Lane.Answer> then = answer -> {
                    switch (answer) {
                        case Lane.Answer.Done nothing -> queue.done(work);
                        case Lane.Answer.Again(Duration pause) -> queue.again(work, pause);
                    }
                };
                switch (work) {
                    case WorkQueue.Work.Told(Message message) -> fetch(message, round, then);
                    case WorkQueue.Work.Taken(Errand errand) -> {
                        if (first || !lane.isLong()) {
                            // Taken because its host's turn had come: if that is not so any more, another page's has.
                            lane.go(errand, Duration.ZERO, then);
                        } else {
                            lane.putBack(errand, then);
                        }
                    }
                }
                first = false;
            }
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
    private void fetch(Message message, Lane.Round round, Consumer<Lane.Answer> then) {
        try (Lane lane = new Lane(pages, visit, config, clock, round)) {
            Message.Asked asked = message.read(json);
            switch (claim(asked)) {
                case PageQueue.Claim.Ours(Errand errand) -> {
                    if (clock.instant().isAfter(round.until())) {
                        round.touched().add(errand.at().host());
                        pages.putBack(errand, Duration.ZERO, Optional.empty());
                        then.accept(new Lane.Answer.Done());
                    } else {
                        round.leases().hold(errand);
                        lane.go(errand, config.patience(), then);
                    }
                }
                case PageQueue.Claim.Ended(Page end) -> then.accept(Lane.Answer.of(end));
                case PageQueue.Claim.NotNow notNow -> then.accept(notNow(asked, round));
            }
        } catch (InvalidInput malformed) {
            then.accept(new Lane.Answer.Again(unreadable(message, malformed)));
        } catch (RuntimeException ours) {
            LOG.errorf(ours, "message %s of the scrape queue could not be worked on", message.id());
            then.accept(new Lane.Answer.Again(config.retryAfter()));
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
    private static Lane.Answer notNow(Message.Asked asked, Lane.Round round) {
        round.touched().add(asked.host());
        return new Lane.Answer.Done();
    }
}
