package dev.heir.integration.strike;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a provider's answer says about waiting and about limits, whatever dialect it says it in.
 *
 * <p>Never throws: what cannot be understood, is negative, overflows or lies more than {@link Moments#HORIZON} ahead
 * was not said, unless it is {@code Retry-After}. Where several statements disagree, the most restrictive one wins.
 *
 * @param retryAt set only where the server asks to wait: {@code Retry-After} on a refusal, or nothing remaining until a
 *     known reset. Never before the answer, never earlier than what was said
 * @param limit of the quota that is nearest to its end; its {@code remaining} and {@code resetAt} belong to it
 * @param quotaUsedUp what was bought for a long window (a day or more) or with money is used up: waiting a little is
 *     no remedy
 */
public record ServerSaid(
        Optional<Instant> retryAt,
        OptionalLong limit,
        OptionalLong remaining,
        Optional<Instant> resetAt,
        boolean quotaUsedUp) {

    public static final ServerSaid NOTHING =
            new ServerSaid(Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), false);

    /** With so few left, and no limit stated to compare them with, it matters who gets them. */
    private static final long SCARCE = 100;

    /** A quota over a day or more is a plan's; GitHub's 5,000 an hour is still called a rate by everyone. */
    private static final Duration LONG_WINDOW = Duration.ofDays(1);

    public static ServerSaid read(Reply.Responded reply) {
        if (reply.meaning() < 400
                && reply.inside().budget().isEmpty()
                && reply.headers().keySet().stream().noneMatch(Quotas::mayState)) {
            return NOTHING;
        }
        Moments moments = Moments.of(reply);
        List<Quota> quotas = Stream.concat(Quotas.read(reply.headers(), moments).stream(), points(reply.inside()))
                .toList();
        Optional<Instant> retryAt = Stream.of(
                        retryAfter(reply, moments),
                        reply.inside().retryAt().stream(),
                        quotas.stream().filter(Quota::exhausted).flatMap(quota -> quota.resetAt().stream()))
                .flatMap(each -> each)
                .max(Comparator.naturalOrder());
        Optional<Quota> tightest = quotas.stream().min(Quota.TIGHTEST_FIRST);
        return new ServerSaid(
                retryAt,
                tightest.map(Quota::limit).orElse(OptionalLong.empty()),
                tightest.map(Quota::remaining).orElse(OptionalLong.empty()),
                tightest.flatMap(Quota::resetAt),
                quotaUsedUp(reply, quotas, retryAt));
    }

    /** The same, but that nobody waits beyond this instant, however long the server says. */
    public ServerSaid atMost(Instant latest) {
        return retryAt.filter(latest::isBefore).isEmpty()
                ? this
                : new ServerSaid(Optional.of(latest), limit, remaining, resetAt, quotaUsedUp);
    }

    /** Whether the server says until when so little is left that callers must share it with care. */
    public boolean isScarce() {
        return remaining.isPresent()
                && resetAt.isPresent()
                && remaining.getAsLong() <= (limit.isPresent() ? limit.getAsLong() / 2 : SCARCE);
    }

    /** Whether the server says that not one more request is allowed for now. */
    public boolean nothingRemains() {
        return remaining.isPresent() && remaining.getAsLong() == 0;
    }

    /** A bucket that refills says nothing of when the next request fits: that stands in its refusal. */
    private static Stream<Quota> points(Inside inside) {
        return inside.budget().stream()
                .filter(points -> !points.refills() || points.remaining() > 0)
                .map(points -> new Quota(
                        points.limit(),
                        OptionalLong.of(points.remaining()),
                        Optional.of(points.resetAt()),
                        Optional.empty()));
    }

    /**
     * On a refusal only: on a 2xx or 3xx the field speaks of the one resource (when to poll a job, when to follow a
     * redirect), not of the service (RFC 9110, section 10.2.3). {@code retry-after-ms} is Azure's and OpenAI's.
     */
    private static Stream<Instant> retryAfter(Reply.Responded reply, Moments moments) {
        if (reply.meaning() < 400) {
            return Stream.empty();
        }
        return Stream.concat(
                reply.headers().getOrDefault("retry-after", List.of()).stream().flatMap(moments::waits),
                reply.headers().getOrDefault("retry-after-ms", List.of()).stream()
                        .flatMap(value -> moments.milliseconds(value).stream()));
    }

    private static boolean quotaUsedUp(Reply.Responded reply, List<Quota> quotas, Optional<Instant> retryAt) {
        return switch (reply.meaning()) {
            // 402: RFC 9110, section 15.5.3; 456 is DeepL's own "quota exceeded".
            case 402, 456 -> true;
            case 403, 429 ->
                quotas.stream().anyMatch(quota -> quota.exhausted() && quota.lasts(LONG_WINDOW, reply.at()))
                        || QuotaWords.in(reply, retryAt);
            case 400 -> QuotaWords.in(reply, retryAt);
            default -> false;
        };
    }
}
