package dev.heir.integration.assign;

import dev.heir.integration.provider.Providers;
import dev.heir.integration.scrape.PageUrl;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The facts of one inspection: each subject is read once, and none after {@code until}. What could not be read is
 * unknown, and never keeps the others from being looked at.
 */
final class Facts {

    private static final Logger LOG = Logger.getLogger(Facts.class);

    private final String project;
    private final Evidence evidence;
    private final Providers providers;
    private final Clock clock;
    private final Instant until;
    private final Map<String, Read<ProviderFacts>> ofProviders = new HashMap<>();
    private final Map<String, Read<SiteFacts>> ofSites = new HashMap<>();

    Facts(String project, Evidence evidence, Providers providers, Clock clock, Instant until) {
        this.project = project;
        this.evidence = evidence;
        this.providers = providers;
        this.clock = clock;
        this.until = until;
    }

    Look ofProvider(String id, BiFunction<ProviderFacts, Instant, Finding> check) {
        return ofProviders
                .computeIfAbsent(id, unread -> read(id, () -> evidence.provider(project, id, providers.find(id))))
                .look(check);
    }

    Look ofSite(String page, BiFunction<SiteFacts, Instant, Finding> check) {
        return ofSites.computeIfAbsent(page, unread -> read(page, () -> evidence.site(project, PageUrl.parse(page))))
                .look(check);
    }

    private <T> Read<T> read(String subject, Supplier<T> source) {
        Instant now = clock.instant();
        if (now.isAfter(until)) {
            return new Unread<>(now, "there was no time left to look at it");
        }
        try {
            return new Seen<>(now, source.get());
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "the facts about %s could not be read", subject);
            return new Unread<>(now, "its facts could not be read: the orchestrator's own trouble, it was logged");
        }
    }

    /** @param at when the facts were read, or could not be */
    record Look(Finding finding, Instant at) {}

    private sealed interface Read<T> {
        Look look(BiFunction<T, Instant, Finding> check);
    }

    private record Seen<T>(Instant at, T facts) implements Read<T> {
        @Override
        public Look look(BiFunction<T, Instant, Finding> check) {
            return new Look(check.apply(facts, at), at);
        }
    }

    private record Unread<T>(Instant at, String why) implements Read<T> {
        @Override
        public Look look(BiFunction<T, Instant, Finding> check) {
            return new Look(Finding.unread(why), at);
        }
    }
}
