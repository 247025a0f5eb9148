package dev.heir.integration.cache;

import dev.heir.integration.provider.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What may be kept of an answer, for whom and for how long (RFC 9111, section 3). */
public final class Storing {

    /** RFC 9110, section 15: the status codes whose meaning for a cache is known here ({@code must-understand}). */
    private static final Set<Integer> UNDERSTOOD =
            Set.of(200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 403, 404, 405, 410, 414, 500, 501, 502, 503, 504);

    /** What belongs to a connection, or to one exchange (section 3.1). */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private Storing() {}

    /** For whom it is kept. */
    public enum Audience {
        /** Who asks with the same credentials for the same project. */
        ALIKE,
        /** Everybody, by its provider's own word (section 3.5). */
        EVERYBODY
    }

    /**
     * What is to be kept, and for whom.
     *
     * @param askedAt when the request for it left, by the clock of the instance that asked: what has been changed since is
     *     not what it tells
     */
    public record Kept(KeptAnswer answer, Audience audience, Instant askedAt) {}

    /**
     * What may be kept of an answer to this request.
     *
     * @param own how long the operation's owner says that its answers are fresh: never longer than the provider says, and
     *     zero for never; empty where the owner says nothing
     * @param askedAt when the request left, for the time that the answer was under way
     */
    public static Optional<Kept> of(
            Asked asked,
            int status,
            Map<String, List<String>> headers,
            Body body,
            Optional<Duration> own,
            Instant askedAt,
            Instant heardAt) {
        CacheControl said = CacheControl.of(headers);
        if ((said.says("no-store") && !(said.says("must-understand") && UNDERSTOOD.contains(status)))
                || asked.says().says("no-store")
                || status < 200
                || status == 206
                || status == 304
                || (said.says("must-understand") && !UNDERSTOOD.contains(status))) {
            return Optional.empty();
        }
        boolean good = status <= 299;
        boolean spoken = isSpokenOf(headers);
        Optional<Selection> named = Selection.by(headers, asked);
        // Who keeps things for one caller only is that caller's own cache, and then only when there is no other answer.
        boolean inNeedOnly = own.filter(Duration::isZero).isPresent()
                || said.saysOfAll("private")
                || named.isEmpty()
                || (!asked.isCacheable() && own.isEmpty())
                || !isKnownFor(status, headers, own);
        if ((inNeedOnly && !good) || asked.isPartial() || asked.isHead()) {
            return Optional.empty();
        }
        Selection selection =
                spoken && asked.isCacheable() && !inNeedOnly ? named.orElseThrow() : Selection.exactly(asked);
        Duration age = Freshness.initialAge(headers, askedAt, heardAt);
        Duration fresh = inNeedOnly ? Duration.ZERO : fresh(status, headers, own, heardAt);
        Audience audience = !inNeedOnly && spoken && isForEverybody(said) && asked.isCacheable()
                ? Audience.EVERYBODY
                : Audience.ALIKE;
        return Optional.of(new Kept(
                new KeptAnswer(status, kept(headers, said), body, heardAt, age, fresh, selection, inNeedOnly),
                audience,
                askedAt));
    }

    private static boolean isKnownFor(int status, Map<String, List<String>> headers, Optional<Duration> own) {
        CacheControl said = CacheControl.of(headers);
        boolean lasts = said.says("no-cache") || headers.containsKey("etag") || headers.containsKey("last-modified");
        return Freshness.isExplicit(headers)
                || (Freshness.mayBeGuessed(status, headers) && lasts)
                || (own.isPresent() && status <= 299);
    }

    /** A provider can shorten what the owner of an operation says, and the owner what the provider says. */
    private static Duration fresh(
            int status, Map<String, List<String>> headers, Optional<Duration> own, Instant heardAt) {
        CacheControl said = CacheControl.of(headers);
        if (said.wantsValidation()) {
            return Duration.ZERO;
        }
        Duration stated = Freshness.lifetime(status, headers, heardAt);
        return own.map(most -> !Freshness.isExplicit(headers) || most.compareTo(stated) < 0 ? most : stated)
                .orElse(stated);
    }

    /** Whether the provider says anything that a cache listens to; if not, every header may have made a difference. */
    private static boolean isSpokenOf(Map<String, List<String>> headers) {
        return List.of("cache-control", "expires", "etag", "last-modified", "vary", "age").stream()
                .anyMatch(headers::containsKey);
    }

    /** Section 3.5 allows it for {@code must-revalidate} too, which providers send with what is one person's. */
    static boolean isForEverybody(CacheControl said) {
        return !said.says("private") && (said.says("public") || said.says("s-maxage"));
    }

    /** Without what must not be repeated to another caller, or over another connection. */
    static Map<String, List<String>> kept(Map<String, List<String>> headers, CacheControl said) {
        Map<String, List<String>> kept = new HashMap<>(headers);
        kept.keySet().removeAll(ofTheConnection(headers));
        kept.keySet().removeAll(said.fields("no-cache"));
        kept.keySet().removeAll(said.fields("private"));
        kept.remove("set-cookie");
        return kept;
    }

    static Set<String> ofTheConnection(Map<String, List<String>> headers) {
        Set<String> names = new HashSet<>(OF_THE_CONNECTION);
        headers.getOrDefault("connection", List.of()).stream()
                .flatMap(line -> Members.of(line).stream())
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .forEach(names::add);
        return names;
    }
}
