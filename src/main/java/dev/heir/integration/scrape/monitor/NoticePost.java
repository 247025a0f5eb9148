package dev.heir.integration.scrape.monitor;

import dev.heir.integration.call.Single;
import dev.heir.integration.credential.NoSealingKey;
import dev.heir.integration.credential.Seals;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Origin;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.scrape.ScrapeConfig;
import dev.heir.integration.strike.Reply;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Sends notices, signed, until they are taken. */
@Singleton
final class NoticePost {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(NoticePost.class);
    private static final int MOST_TRIES = 12;

    private final Notices notices;
    private final NoticeSigning signing;
    private final Single calls;
    private final Providers providers;
    private final ScrapeConfig config;
    private final Clock clock;

    NoticePost(
            Notices notices,
            NoticeSigning signing,
            Single calls,
            Providers providers,
            ScrapeConfig config,
            Clock clock) {
        this.notices = notices;
        this.signing = signing;
        this.calls = calls;
        this.providers = providers;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Sends one that is due.
     *
     * @param lease for which it is ours
     * @return whether there was one
     */
    boolean sendOne(Duration lease) {
        Optional<Notices.Notice> notice = notices.take(lease);
        notice.ifPresent(this::send);
        return notice.isPresent();
    }

    private void send(Notices.Notice notice) {
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", "application/json");
        headers.put("user-agent", config.agent());
        try {
            headers.putAll(signing.headers(notice, clock.instant()));
        } catch (Seals.Unreadable | NoSealingKey unsigned) {
            failed(notice, "its secret does not open: " + unsigned.getMessage());
            return;
        }
        Reply reply = calls.tell(
                new Single.Request(
                        notice.project(),
                        "monitoring_setup",
                        String.valueOf(notice.to().getRawAuthority()),
                        notice.to(),
                        headers,
                        TIMEOUT,
                        isInternal(notice)),
                Body.of(notice.body()));
        if (reply.status() >= 200 && reply.status() < 300) {
            notices.sent(notice);
        } else {
            failed(notice, reply.status() == 0 ? "no answer" : "it answered " + reply.status());
        }
    }

    private boolean isInternal(Notices.Notice notice) {
        Origin origin = Origin.of(notice.to());
        return providers.all().stream().filter(Provider::internal).anyMatch(known -> known.livesAt(origin));
    }

    private void failed(Notices.Notice notice, String reason) {
        boolean again = notice.tries() < MOST_TRIES;
        Duration pause = Duration.ofSeconds(30L << Math.min(notice.tries(), 10));
        notices.failed(notice, reason, again ? Optional.of(pause) : Optional.empty());
        if (!again) {
            LOG.errorf("notice %s was given up after %d tries: %s", notice.id(), notice.tries(), reason);
        }
    }
}
