package dev.heir.integration.scrape.monitor;

import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.KeyUsedOtherwise;
import dev.heir.integration.scrape.NoContact;
import dev.heir.integration.scrape.PageQueue;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.ScrapeConfig;
import dev.heir.integration.scrape.ScrapeRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Monitors as the doors see them, and what is done for them when their time has come. */
@Singleton
public final class Monitors {

    private static final Logger LOG = Logger.getLogger(Monitors.class);

    /** For beginning a run, which is one transaction. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final MonitorDocuments documents;
    private final MonitorRuns runs;
    private final NoticePost post;
    private final NoticeSigning signing;
    private final PageQueue queue;
    private final ScrapeConfig config;
    private final Clock clock;

    Monitors(
            MonitorDocuments documents,
            MonitorRuns runs,
            NoticePost post,
            NoticeSigning signing,
            PageQueue queue,
            ScrapeConfig config,
            Clock clock) {
        this.documents = documents;
        this.runs = runs;
        this.post = post;
        this.signing = signing;
        this.queue = queue;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Registers a monitor, or changes it.
     *
     * @throws InvalidInput with all flaws of the document
     * @throws NoContact when a page is elsewhere and its owner could not reach us
     */
    public Put put(String name, Map<String, ?> document) {
        Monitor monitor = checked(name, document);
        return stored(monitor, documents.put(name, document));
    }

    /**
     * Registers a monitor that is not there yet, under the name that its document gives it.
     *
     * @return empty when there is another one of that name; the same one again is no other
     * @throws InvalidInput with all flaws of the document
     * @throws NoContact when a page is elsewhere and its owner could not reach us
     */
    public Optional<Put> create(Map<String, ?> document) {
        String name = nameOf(document);
        Monitor monitor = checked(name, document);
        return documents.create(name, document).map(stored -> stored(monitor, stored));
    }

    /**
     * A document that was put.
     *
     * @param secret that its notices are signed with, when it was made for it; nobody is told again
     */
    public record Put(MonitorDocuments.Stored stored, Optional<String> secret) {}

    private Put stored(Monitor monitor, MonitorDocuments.Stored stored) {
        return new Put(stored, monitor.webhook().flatMap(to -> signing.first(monitor.name())));
    }

    /**
     * Makes another secret that a monitor's notices are signed with; the one before signs beside it for a while.
     *
     * @return the secret, which nobody is told again; empty when there is no such monitor
     * @throws InvalidInput when the monitor tells nobody
     */
    public Optional<String> rotate(String name) {
        return documents.find(name).flatMap(document -> {
            if (read(name, document).webhook().isEmpty()) {
                throw new InvalidInput("notify.webhook", "nothing", "is needed: nobody is told by this monitor");
            }
            return signing.next(name);
        });
    }

    private static String nameOf(Map<String, ?> document) {
        if (document.get("monitor") instanceof String name) {
            return name;
        }
        throw new InvalidInput("monitor", String.valueOf(document.get("monitor")), "must be the name of the monitor");
    }

    private Monitor checked(String name, Map<String, ?> document) {
        Monitor monitor = read(name, document);
        monitor.pages().stream()
                .filter(page -> !config.isAnswerable(page))
                .findFirst()
                .ifPresent(page -> {
                    throw new NoContact(page);
                });
        return monitor;
    }

    /**
     * Begins runs that are due, concludes those whose pages have been read, and sends what is to be told.
     *
     * @return how many things were done
     */
    public int work(Duration whole) {
        Instant until = clock.instant().plus(whole);
        int done = 0;
        boolean more = true;
        while (more && clock.instant().isBefore(until)) {
            Optional<MonitorRuns.Turn> turn = runs.take(LEASE);
            turn.ifPresent(this::begin);
            boolean concluded = concluded();
            boolean room = clock.instant().plus(NoticePost.TIMEOUT).isBefore(until);
            boolean sent = room && post.sendOne(LEASE);
            more = turn.isPresent() || concluded || sent;
            done += more ? 1 : 0;
        }
        return done;
    }

    private boolean concluded() {
        try {
            return runs.conclude(this::judging, this::notice);
        } catch (IllegalStateException | InvalidInput ours) {
            LOG.error("a run of a monitor cannot be concluded", ours);
            return false;
        }
    }

    private Monitor read(String name, Map<String, ?> document) {
        return MonitorDocument.read(name, document, config.project());
    }

    /** The key is the run's: begun twice, it is one scrape. */
    private void begin(MonitorRuns.Turn turn) {
        try {
            Monitor monitor = read(turn.name(), turn.document());
            List<PageUrl> pages = new ArrayList<>(monitor.pages());
            if (turn.asksForMissing()) {
                monitor.pages().stream()
                        .map(page -> PageUrl.parse(page.origin() + turn.missingPath()))
                        .distinct()
                        .forEach(pages::add);
            }
            ScrapeRequest request = new ScrapeRequest(pages, monitor.order(), Optional.empty());
            runs.began(
                    turn,
                    queue.submit(monitor.project(), request, Optional.of("monitor " + turn.token()))
                            .id());
        } catch (InvalidInput | KeyUsedOtherwise unreadable) {
            LOG.errorf("monitor %s cannot be run: %s", turn.name(), unreadable.getMessage());
            runs.refuse(turn, String.valueOf(unreadable.getMessage()), Duration.ofHours(1));
        }
    }

    private Judging judging(MonitorRuns.Turn turn, Map<String, Seen> missing) {
        return new Judging(read(turn.name(), turn.document()), turn.missingPath(), missing);
    }

    private Optional<Notices.Draft> notice(MonitorRuns.Turn turn, Judging judged) {
        Monitor monitor = read(turn.name(), turn.document());
        return monitor.webhook().filter(to -> !judged.told().isEmpty()).map(to -> {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("id", turn.token().toString());
            body.put("type", "monitor.changed");
            body.put("monitor", monitor.name());
            body.put("project", monitor.project());
            body.put("at", clock.instant().toString());
            body.put("changes", judged.told().stream().map(Monitors::written).toList());
            return new Notices.Draft(monitor.project(), to, body);
        });
    }

    private static Map<String, Object> written(Judging.Told told) {
        Change change = told.change();
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("page", told.page().toString());
        written.put("competitor", told.competitor());
        written.put("kind", change.kind().name());
        written.put("what", change.what());
        change.before().ifPresent(text -> written.put("before", text));
        change.after().ifPresent(text -> written.put("after", text));
        change.percent().ifPresent(percent -> written.put("percent", percent));
        return written;
    }
}
