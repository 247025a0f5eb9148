package dev.heir.integration.scrape.monitor;

import dev.heir.integration.credential.KnownSecrets;
import dev.heir.integration.credential.Seals;
import dev.heir.integration.credential.WebhookSecret;
import dev.heir.integration.provider.Body;
import dev.heir.integration.scrape.ScrapeConfig;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes the secrets that notices are signed with, and signs with them; each is masked before anybody gets it. */
@Singleton
final class NoticeSigning {

    private final MonitorSecrets kept;
    private final Seals seals;
    private final KnownSecrets known;
    private final ScrapeConfig config;

    NoticeSigning(MonitorSecrets kept, Seals seals, KnownSecrets known, ScrapeConfig config) {
        this.kept = kept;
        this.seals = seals;
        this.known = known;
        this.config = config;
    }

    /** A secret for a monitor that has none; this is the only time it can be told. */
    Optional<String> first(String monitor) {
        if (!kept.signing(monitor).isEmpty()) {
            return Optional.empty();
        }
        WebhookSecret secret = made();
        return kept.keepFirst(monitor, UUID.randomUUID(), sealed(monitor, secret))
                ? Optional.of(secret.text())
                : Optional.empty();
    }

    /** Another one, beside which the old ones sign for a while; empty when there is no such monitor. */
    Optional<String> next(String monitor) {
        WebhookSecret secret = made();
        return kept.keepNext(
                        monitor,
                        UUID.randomUUID(),
                        sealed(monitor, secret),
                        config.monitors().secretOverlap())
                ? Optional.of(secret.text())
                : Optional.empty();
    }

    /**
     * What is sent with a notice; nothing for a monitor that never had a secret.
     *
     * @throws Seals.Unreadable when one of its secrets does not open: it is better sent later than without it
     */
    Map<String, String> headers(Notices.Notice notice, Instant now) throws Seals.Unreadable {
        List<WebhookSecret> secrets = new ArrayList<>();
        for (Body sealed : kept.signing(notice.monitor())) {
            WebhookSecret secret = WebhookSecret.parse(seals.open(Seals.noticesOf(notice.monitor()), sealed));
            known.learn(secret.spellings());
            secrets.add(secret);
        }
        return secrets.isEmpty()
                ? Map.of()
                : WebhookSecret.headers(notice.id().toString(), now, Body.of(notice.body()), secrets);
    }

    private WebhookSecret made() {
        WebhookSecret secret = WebhookSecret.make();
        known.learn(secret.spellings());
        return secret;
    }

    private Body sealed(String monitor, WebhookSecret secret) {
        return seals.seal(Seals.noticesOf(monitor), secret.text());
    }
}
