package dev.heir.integration.scrape.monitor;

import dev.heir.integration.call.Single;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Origin;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
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

    private static final Duration NOTICE_TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_TRIES = 12;

    private final MonitorDocuments documents;
    private final MonitorRuns runs;
    private final Notices notices;
    private final PageQueue queue;
    private final Single calls;
    private final Providers providers;
    private final ScrapeConfig config;
    private final Clock clock;

    Monitors(
            MonitorDocuments documents,
            MonitorRuns runs,
            Notices notices,
            PageQueue queue,
            Single calls,
            Providers providers,
            ScrapeConfig config,
            Clock clock) {
        this.documents = documents;
        this.runs = runs;
        this.notices = notices;
        this.queue = queue;
        this.calls = calls;
        this.providers = providers;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Registers a monitor, or changes it.
     *
     * @throws InvalidInput with all flaws of the document
     * @throws NoContact when a page is elsewhere and its owner could not reach us
     */
    public MonitorDocuments.Stored put(String name, Map<String, ?> document) {
        check(name, document);
        return documents.put(name, document);
    }

    /**
     * Registers a monitor that is not there yet, under the name that its document gives it.
     *
     * @return empty when there is another one of that name; the same one again is no other
     * @throws InvalidInput with all flaws of the document
     * @throws NoContact when a page is elsewhere and its owner could not reach us
     */
    public Optional<MonitorDocuments.Stored> create(Map<String, ?> document) {
        String name = nameOf(document);
        check(name, document);
        return documents.create(name, document);
    }

    private static String nameOf(Map<String, ?> document) {
        if (document.get("monitor") instanceof String name) {
            return name;
        }
        throw new InvalidInput("monitor", String.valueOf(document.get("monitor")), "must be the name of the monitor");
    }

    private void check(String name, Map<String, ?> document) {
        Monitor monitor = read(name, document);
        monitor.pages().stream()
                .filter(page -> !config.isAnswerable(page))
                .findFirst()
                .ifPresent(page -> {
                    throw new NoContact(page);
                });
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
            boolean room = clock.instant().plus(NOTICE_TIMEOUT).isBefore(until);
            Optional<Notices.Notice> notice = room ? notices.take(LEASE) : Optional.empty();
            notice.ifPresent(this::send);
            more = turn.isPresent() || concluded || notice.isPresent();
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

    private void send(Notices.Notice notice) {
        Origin origin = Origin.of(notice.to());
        boolean internal = providers.all().stream().filter(Provider::internal).anyMatch(known -> known.livesAt(origin));
        var reply = calls.tell(
                new Single.Request(
                        notice.project(),
                        "monitoring_setup",
                        String.valueOf(notice.to().getRawAuthority()),
                        notice.to(),
                        Map.of("content-type", "application/json", "user-agent", config.agent()),
                        NOTICE_TIMEOUT,
                        internal),
                Body.of(notice.body()));
        if (reply.status() >= 200 && reply.status() < 300) {
            notices.sent(notice);
            return;
        }
        String reason = reply.status() == 0 ? "no answer" : "it answered " + reply.status();
        boolean again = notice.tries() < MOST_TRIES;
        Duration pause = Duration.ofSeconds(30L << Math.min(notice.tries(), 10));
        notices.failed(notice, reason, again ? Optional.of(pause) : Optional.empty());
        if (!again) {
            LOG.errorf("notice %s was given up after %d tries: %s", notice.id(), notice.tries(), reason);
        }
    }
}
