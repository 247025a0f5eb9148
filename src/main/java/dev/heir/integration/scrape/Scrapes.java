package dev.heir.integration.scrape;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.call.Pause;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Scraping as the doors see it: pages are handed in, fetched when their host's turn comes, and looked up. */
@Singleton
public class Scrapes {

    private final PageQueue queue;
    private final WorkQueue.Remote remote;
    private final RobotsFiles files;
    private final Fetchers fetchers;
    private final ScrapeConfig config;
    private final Rounds rounds;

    Scrapes(
            PageQueue queue,
            MessageCases cases,
            WorkQueue.Remote remote,
            Fetchers fetchers,
            HostClock hosts,
            RobotsFiles files,
            FieldMemory fields,
            Pause pause,
            ScrapeConfig config,
            ObjectMapper json,
            Clock clock) {
        this.queue = queue;
        this.remote = remote;
        this.fetchers = fetchers;
        this.files = files;
        this.config = config;
        Visit visit =
                new Visit(fetchers, hosts, new KnownRules(files, config.token(), clock), fields, pause, clock, config);
        this.rounds = new Rounds(queue, cases, visit, config, json, clock);
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
        fetchers.missing(request.order().way()).ifPresent(flaw -> {
            throw new InvalidInput(List.of(flaw));
        });
        List<Flaw> optedOut = OptedOutPages.among(request.pages(), files);
        if (!optedOut.isEmpty()) {
            throw new InvalidInput(optedOut);
        }
        Receipt receipt = queue.submit(project, request, idempotencyKey);
        queue().announce(request.pages().stream().map(PageUrl::host).collect(Collectors.toSet()));
        return receipt;
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
        return rounds.fetch(messages, queue());
    }

    /**
     * Fetches submitted pages whose host's turn has come, in a process that lives on: a page that was begun in time may take
     * as long as a browser does.
     *
     * @param whole after which no page is begun
     * @return how many pages were taken up
     */
    public int work(Duration whole) {
        queue.endOverdue();
        WorkQueue work = queue();
        Duration longest = whole.plus(fetchers.renderer().longest());
        return rounds.deal(work.announceAll() ? work : new RowQueue(queue), whole, longest);
    }

    /**
     * Looks after pages where others fetch them, and fetches them itself where nobody would, as when the queue that wakes
     * the others cannot be reached.
     *
     * @param whole after which this returns: no request is begun that cannot end by then
     * @return how many pages were taken up
     */
    public int sweep(Duration whole) {
        queue.endOverdue();
        return queue().announceAll() ? 0 : rounds.deal(new RowQueue(queue), whole, whole);
    }

    private WorkQueue queue() {
        return remote.configured().orElseGet(() -> new RowQueue(queue));
    }
}
