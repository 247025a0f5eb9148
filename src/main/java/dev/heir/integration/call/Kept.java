package dev.heir.integration.call;

import dev.heir.integration.cache.CacheControl;
import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.credential.Credentials;
import dev.heir.integration.strike.Reply;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is kept for a call: found by everything that could make its answer another one, above all the credential. */
@Singleton
final class Kept {

    /** What belongs to one exchange and must not be repeated to another caller. */
    private static final Set<String> PERSONAL = Set.of("set-cookie", "www-authenticate", "proxy-authenticate");

    /** What changes nothing about an answer: how old it may be, and how a request is called. */
    private static final Set<String> INDIFFERENT =
            Set.of("cache-control", "pragma", "traceparent", "tracestate", "x-request-id", "x-correlation-id");

    /** Half a megabyte; a key that is forgotten costs one writing too many. */
    private static final int MOST_REMEMBERED = 4096;

    private final KeptAnswers answers;
    private final Credentials credentials;
    private final CallConfig config;
    private final Clock clock;
    private final Lately stored = new Lately(MOST_REMEMBERED);

    Kept(KeptAnswers answers, Credentials credentials, CallConfig config, Clock clock) {
        this.answers = answers;
        this.credentials = credentials;
        this.config = config;
        this.clock = clock;
    }

    /** The answer to a safe call, if one is kept and not older than an answer may be at all, or than its caller takes. */
    Optional<KeptAnswer> find(PlannedCall call) {
        Instant now = clock.instant();
        return isCacheable(call) && !asked(call).says("no-cache")
                ? answers.find(key(call)).filter(kept -> kept.age(now).compareTo(oldest(call)) <= 0)
                : Optional.empty();
    }

    /** The answer to a safe call that its provider's document allows to be given instead of a call. */
    Optional<KeptAnswer> fresh(PlannedCall call) {
        Instant now = clock.instant();
        return call.operation().cache().isZero() ? Optional.empty() : find(call).filter(kept -> kept.isFresh(now));
    }

    /**
     * The answer to spare a scarce quota with, fresh or stale. Only of an operation whose owner declared that an old
     * answer may do, and never against the word of its provider, which could be asked after all.
     */
    Optional<KeptAnswer> sparing(PlannedCall call) {
        Instant now = clock.instant();
        return call.operation().cache().isZero()
                ? Optional.empty()
                : find(call)
                        .filter(kept ->
                                kept.isFresh(now) || said(kept.headers()).allowsStale());
    }

    /**
     * Keeps a good answer of a safe call, unless one was kept a moment ago, or provider or caller forbid it. How long ago
     * that was is known from memory: a call must not pay a round trip for a question.
     *
     * @param key of the call before it was signed: a credential that was replaced meanwhile makes it nobody's answer
     */
    void keep(PlannedCall call, Reply.Responded reply, String key) {
        CacheControl said = said(reply.headers());
        boolean good = reply.status() >= 200 && reply.status() <= 299 && reply.status() != 206;
        if (!isCacheable(call)
                || !reply.body().isWhole()
                || !good
                || said.says("no-store")
                || asked(call).says("no-store")) {
            return;
        }
        Duration cache = call.operation().cache();
        Duration often = cache.isZero() ? config.keepEvery() : shorter(config.keepEvery(), cache.dividedBy(2));
        if (!key.equals(key(call)) || !stored.isDue(key, reply.at(), often)) {
            return;
        }
        Map<String, List<String>> headers = new HashMap<>(reply.headers());
        headers.keySet().removeAll(PERSONAL);
        Duration fresh = said.fresh()
                .map(stated -> shorter(cache, stated.minus(ageOf(reply, stated))))
                .orElse(cache);
        answers.keep(key, new KeptAnswer(reply.status(), headers, reply.body(), reply.at(), fresh));
    }

    /** Everything that could make the answer another one; empty for a call whose answer is never kept. */
    String key(PlannedCall call) {
        if (!isCacheable(call)) {
            return "";
        }
        Map<String, String> headers = new TreeMap<>(call.headers());
        headers.keySet().removeAll(INDIFFERENT);
        return Digest.of(
                call.body(),
                call.provider().id(),
                call.provider().baseUrl().toString(),
                call.provider().credentials().stream()
                        .map(id -> id + " " + credentials.version(id))
                        .collect(Collectors.joining(" ")),
                call.operation().method(),
                call.asIs() ? "as it is" : "unpacked",
                call.pathAndQuery(),
                headers.toString());
    }

    /** Of a request that is still on its way nobody knows what it asks. */
    private static boolean isCacheable(PlannedCall call) {
        return call.operation().safe() && call.body().isWhole();
    }

    private Duration oldest(PlannedCall call) {
        return asked(call)
                .time("max-age")
                .map(most -> shorter(most, config.longestStale()))
                .orElse(config.longestStale());
    }

    private static CacheControl asked(PlannedCall call) {
        return CacheControl.of(Optional.ofNullable(call.headers().get("cache-control")).stream()
                .toList());
    }

    private static CacheControl said(Map<String, List<String>> headers) {
        return CacheControl.of(headers.getOrDefault("cache-control", List.of()));
    }

    /** How long it lay in caches before ours (RFC 9111, section 5.1), at most as long as it was fresh. */
    private static Duration ageOf(Reply.Responded reply, Duration stated) {
        String age = reply.header("age");
        return age != null && age.strip().matches("\\d{1,9}")
                ? shorter(stated, Duration.ofSeconds(Long.parseLong(age.strip())))
                : Duration.ZERO;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
