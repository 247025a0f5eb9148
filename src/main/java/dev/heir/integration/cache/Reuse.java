package dev.heir.integration.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What to do with a request, given what is kept for it (RFC 9111, section 4). */
public sealed interface Reuse {

    /** Give it; nobody is asked. */
    record Give(KeptAnswer answer) implements Reuse {}

    /** Give it, stale, and ask for a newer one meanwhile (RFC 5861, section 3). */
    record GiveMeanwhile(KeptAnswer answer) implements Reuse {}

    /** @param kept what there is all the same */
    record Ask(Why why, Optional<KeptAnswer> kept) implements Reuse {}

    /** Who asks takes nothing but what is kept, and there is nothing. */
    record Nothing() implements Reuse {}

    /** Why a request goes on, in the words of RFC 9211, section 2.2. */
    enum Why {
        BYPASS("bypass"),
        METHOD("method"),
        URI_MISS("uri-miss"),
        VARY_MISS("vary-miss"),
        REQUEST("request"),
        STALE("stale");

        private final String word;

        Why(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** @param kept for this address, whatever else was asked */
    static Reuse of(Asked asked, List<KeptAnswer> kept, Instant now) {
        CacheControl says = asked.says();
        Optional<KeptAnswer> found = select(asked, kept);
        if (found.isEmpty()) {
            return says.says("only-if-cached")
                    ? new Nothing()
                    : new Ask(
                            kept.stream().allMatch(KeptAnswer::inNeedOnly) ? Why.URI_MISS : Why.VARY_MISS,
                            Optional.empty());
        }
        KeptAnswer answer = found.get();
        Optional<Why> obstacle = obstacle(says, answer, now);
        if (obstacle.isEmpty()) {
            return new Give(answer);
        }
        if (obstacle.get() == Why.STALE && answer.mayBeGivenMeanwhile(now) && isYoungEnoughFor(says, answer, now)) {
            return new GiveMeanwhile(answer);
        }
        return says.says("only-if-cached") ? new Nothing() : new Ask(obstacle.get(), Optional.of(answer));
    }

    /** The newest that is for this request. */
    static Optional<KeptAnswer> select(Asked asked, List<KeptAnswer> kept) {
        return kept.stream()
                .filter(answer -> !answer.inNeedOnly())
                .filter(answer -> answer.selection().matches(asked, answer.headers()))
                .max(Comparator.comparing(KeptAnswer::heardAt));
    }

    /** What to give to this request when its provider fails; nothing that was told to be confirmed first. */
    static Optional<KeptAnswer> inNeed(Asked asked, List<KeptAnswer> kept, Instant now) {
        CacheControl says = asked.says();
        return kept.stream()
                .filter(answer -> answer.selection().matches(asked, answer.headers()))
                .filter(answer -> answer.status() <= 299)
                .filter(answer -> !says.says("no-cache") && isYoungEnoughFor(says, answer, now))
                .filter(answer -> answer.mayStandIn(now))
                .max(Comparator.comparing(KeptAnswer::heardAt));
    }

    private static Optional<Why> obstacle(CacheControl says, KeptAnswer answer, Instant now) {
        if (says.says("no-cache") || says.says("no-store") || !isYoungEnoughFor(says, answer, now)) {
            return Optional.of(Why.REQUEST);
        }
        if (answer.said().wantsValidation()) {
            return Optional.of(Why.STALE);
        }
        Duration left = answer.left(now);
        if (left.isPositive()) {
            return says.time("min-fresh")
                    .filter(least -> left.compareTo(least) < 0)
                    .map(_ -> Why.REQUEST);
        }
        return says.says("max-stale") && answer.allowsStale() && left.negated().compareTo(mostStale(says)) <= 0
                ? Optional.empty()
                : Optional.of(Why.STALE);
    }

    /** Without an argument any staleness will do (section 5.2.1.2). */
    private static Duration mostStale(CacheControl says) {
        return says.saysOfAll("max-stale")
                ? Duration.ofSeconds(Long.MAX_VALUE)
                : says.time("max-stale").orElse(Duration.ZERO);
    }

    private static boolean isYoungEnoughFor(CacheControl says, KeptAnswer answer, Instant now) {
        return says.time("max-age")
                .map(most -> answer.age(now).compareTo(most) <= 0)
                .orElse(true);
    }
}
