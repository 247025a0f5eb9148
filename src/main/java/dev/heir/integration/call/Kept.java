package dev.heir.integration.call;

import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.strike.Reply;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is kept for a call: found by everything that could make its answer another one, above all the credential. */
@Singleton
final class Kept {

    /** What belongs to one exchange and must not be repeated to another caller. */
    private static final Set<String> PERSONAL = Set.of("set-cookie", "www-authenticate", "proxy-authenticate");

    private final KeptAnswers answers;
    private final CallConfig config;
    private final Clock clock;

    Kept(KeptAnswers answers, CallConfig config, Clock clock) {
        this.answers = answers;
        this.config = config;
        this.clock = clock;
    }

    /** The answer to a safe call, if one is kept and not older than an answer may be at all. */
    Optional<KeptAnswer> find(PlannedCall call) {
        Instant now = clock.instant();
        return call.operation().safe()
                ? answers.find(key(call)).filter(kept -> kept.age(now).compareTo(config.longestStale()) <= 0)
                : Optional.empty();
    }

    /** The answer to a safe call that its provider's document allows to be given instead of a call. */
    Optional<KeptAnswer> fresh(PlannedCall call) {
        Instant now = clock.instant();
        return call.operation().cache().isZero() ? Optional.empty() : find(call).filter(kept -> kept.isFresh(now));
    }

    /** Keeps a good answer of a safe call, unless it is kept already and young, or its provider forbids it. */
    void keep(PlannedCall call, Reply.Responded reply) {
        if (!call.operation().safe() || reply.status() < 200 || reply.status() > 299 || reply.status() == 206) {
            return;
        }
        if (mayNotBeStored(reply.headers().getOrDefault("cache-control", List.of()))) {
            return;
        }
        String key = key(call);
        Duration often = call.operation().cache().isZero()
                ? config.keepEvery()
                : min(config.keepEvery(), call.operation().cache().dividedBy(2));
        if (answers.find(key)
                .filter(kept -> kept.age(reply.at()).compareTo(often) < 0)
                .isPresent()) {
            return;
        }
        Map<String, List<String>> headers = new HashMap<>(reply.headers());
        headers.keySet().removeAll(PERSONAL);
        answers.keep(
                key,
                new KeptAnswer(
                        reply.status(),
                        headers,
                        reply.body(),
                        reply.at(),
                        call.operation().cache()));
    }

    private static boolean mayNotBeStored(List<String> cacheControl) {
        return cacheControl.stream()
                .flatMap(line -> Arrays.stream(line.toLowerCase(Locale.ROOT).split(",")))
                .anyMatch(directive -> directive.strip().equals("no-store"));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String key(PlannedCall call) {
        return Digest.of(
                call.body(),
                call.provider().id(),
                call.provider().baseUrl().toString(),
                String.join(" ", call.provider().credentials()),
                call.operation().method(),
                call.pathAndQuery(),
                new TreeMap<>(call.headers()).toString());
    }
}
