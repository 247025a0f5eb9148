package dev.heir.integration.scrape;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.call.Pause;
import dev.heir.integration.call.WorkingTime;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** Scraping as the doors see it: pages are handed in, fetched when their host's turn comes, and looked up. */
@Singleton
public class Scrapes {

    private static final Logger LOG = Logger.getLogger(Scrapes.class);

    /** Deployments end instances as well: only a page that so many in a row do not survive is to blame. */
    private static final int MOST_LOST = 10;

    private final PageQueue queue;
    private final Visit visit;
    private final RobotsFiles files;
    private final ScrapeConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    Scrapes(
            PageQueue queue,
            Fetcher fetcher,
            HostClock hosts,
            RobotsFiles files,
            FieldMemory fields,
            Pause pause,
            ScrapeConfig config,
            ObjectMapper json,
            Clock clock) {
        this.queue = queue;
        this.visit =
                new Visit(fetcher, hosts, new KnownRules(files, config.token(), clock), fields, pause, clock, config);
        this.files = files;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Takes the pages on; they are fetched later.
     *
     * @throws KeyUsedOtherwise when the project used the key for another request
     * @throws NoContact when a page is elsewhere and its owner could not reach us
     * @throws InvalidInput when the owner of a page asked that it be not read
     */
    public Receipt submit(String project, ScrapeRequest request, Optional<String> idempotencyKey) {
        request.project().filter(named -> !named.equals(project)).ifPresent(named -> {
            throw new InvalidInput("project", named, "must be the project whose key was sent, '" + project + "'");
        });
        request.pages().stream()
                .filter(page -> !config.isAnswerable(page))
                .findFirst()
                .ifPresent(page -> {
                    throw new NoContact(page);
                });
        List<Flaw> optedOut = OptedOutPages.among(request.pages(), files);
        if (!optedOut.isEmpty()) {
            throw new InvalidInput(optedOut);
        }
        return queue.submit(project, request, idempotencyKey);
    }

    /** The scrape as its project may see it, with at most {@code most} of its pages behind a position. */
    public Optional<Scrape> find(String project, UUID scrape, long after, int most) {
        return queue.find(project, scrape, after, most);
    }

    /**
     * Asks for no further page of a scrape; what was read stays.
     *
     * @return whether the project has such a scrape
     */
    public boolean cancel(String project, UUID scrape) {
        return queue.cancel(project, scrape);
    }

    /**
     * Fetches a batch of queue messages. Hosts are asked side by side, each host's pages one after the other. A page
     * that robots.txt or the website refuses is done; nothing else is asked of it.
     *
     * <p>A page that only waits, for its host or because the batch took too long, is done as well: it is in the queue of
     * pages from then on, and a message that is delivered again and again for nobody's failure would end as a dead letter.
     *
     * @return the ids of the messages to be delivered again: malformed ones, and pages that failed and may succeed another
     *     time, or were given up
     */
    public List<String> fetch(List<Message> messages) {
        Set<String> done = ConcurrentHashMap.newKeySet();
        Instant until = clock.instant().plus(config.batchTime());
        WorkingTime time = WorkingTime.from(clock.instant(), config.batchTime().multipliedBy(2));
        try (var leases = new Leases(queue, config.lease());
                var lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Map<Message, Message.Asked> lane : lanes(messages)) {
                lanes.execute(() -> lane.forEach((message, asked) -> {
                    if (fetched(message, asked, until, time, leases)) {
                        done.add(message.id());
                    }
                }));
            }
        }
        return messages.stream()
                .map(Message::id)
                .filter(id -> !done.contains(id))
                .distinct()
                .toList();
    }

    /**
     * Fetches submitted pages whose host's turn has come.
     *
     * @param whole after which this returns: no request is begun that cannot end by then
     * @return how many pages were taken up
     */
    public int work(Duration whole) {
        WorkingTime time = WorkingTime.from(clock.instant(), whole);
        int taken = 0;
        queue.endOverdue();
        try (var leases = new Leases(queue, config.lease());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var visits = new ExecutorCompletionService<Boolean>(threads);
            int running = 0;
            while (time.fits(clock.instant(), config.timeout())) {
                for (Errand errand : queue.take(config.parallel() - running, config.lease())) {
                    leases.hold(errand);
                    var unused = visits.submit(() -> visited(errand, Duration.ZERO, time, leases));
                    running++;
                    taken++;
                }
                if (running == 0) {
                    break;
                }
                var unused = visits.take();
                running--;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return taken;
    }

    private List<Map<Message, Message.Asked>> lanes(List<Message> messages) {
        Map<String, Map<Message, Message.Asked>> lanes = new LinkedHashMap<>();
        for (Message message : messages) {
            try {
                Message.Asked asked = message.read(json);
                lanes.computeIfAbsent(asked.url().host(), host -> new LinkedHashMap<>())
                        .put(message, asked);
            } catch (InvalidInput malformed) {
                LOG.warnf("message %s of the scrape queue is malformed: %s", message.id(), malformed.getMessage());
            }
        }
        return new ArrayList<>(lanes.values());
    }

    private boolean fetched(Message message, Message.Asked asked, Instant until, WorkingTime time, Leases leases) {
        try {
            String project = asked.project().orElse(config.project());
            return switch (queue.claim(asked, project, config.lease(), config.sameMessage())) {
                case PageQueue.Claim.Ours(Errand errand) -> {
                    if (clock.instant().isAfter(until)) {
                        queue.putBack(errand, Duration.ZERO, Optional.empty());
                        yield true;
                    }
                    leases.hold(errand);
                    yield visited(errand, config.patience(), time, leases);
                }
                case PageQueue.Claim.Ended(Page end) -> isDone(end);
                case PageQueue.Claim.NotNow notNow -> false;
            };
        } catch (RuntimeException ours) {
            LOG.errorf(ours, "message %s of the scrape queue could not be worked on", message.id());
            return false;
        }
    }

    /** One page's trouble is not the others': whatever happens here, its lease ends and it is taken up again. */
    private boolean visited(Errand errand, Duration patience, WorkingTime time, Leases leases) {
        try {
            if (errand.lost() >= MOST_LOST) {
                String reason = "taken up " + MOST_LOST + " times without coming to an end";
                queue.settle(errand, new Page.Dead(errand.at().uri(), reason, MOST_LOST));
                return false;
            }
            return switch (visit.go(errand, patience, time)) {
                case Progress.Ended(Page page) -> {
                    queue.settle(errand, page);
                    yield isDone(page);
                }
                case Progress.PutBack(Errand moved, Duration pause, Optional<String> failure) -> {
                    queue.putBack(moved, pause, failure);
                    yield failure.isEmpty();
                }
            };
        } catch (RuntimeException ours) {
            LOG.errorf(ours, "page %s could not be worked on", errand.id());
            return false;
        } finally {
            leases.release(errand);
        }
    }

    private static boolean isDone(Page page) {
        return switch (page) {
            case Page.Fetched fetched -> true;
            case Page.Refused refused -> true;
            case Page.Blocked blocked -> true;
            case Page.Failed failed -> true;
            case Page.Duplicate duplicate -> true;
            case Page.Skipped skipped -> true;
            case Page.Listed listed -> true;
            case Page.Dead dead -> false;
            case Page.Waiting waiting -> false;
        };
    }
}
