package dev.heir.integration.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a provider says of an answer that is kept, without sending it again (RFC 9111, sections 3.2, 4.3.4, 4.3.5). */
public final class Confirmation {

    /** What describes the body that is kept, and not the one that was not sent. */
    private static final Set<String> STAY =
            Set.of("content-encoding", "content-length", "content-md5", "content-range", "etag");

    private Confirmation() {}

    /**
     * The answer as it is known now.
     *
     * @param answer for whoever had it confirmed
     * @param keeping what is kept in place of the old one; empty where that may not be
     * @param withdrawn whether its provider no longer wants it kept by anybody (section 5.2.2.5)
     */
    public record Confirmed(KeptAnswer answer, Optional<Storing.Kept> keeping, boolean withdrawn) {}

    /** The answer as a 304, or a 200 to HEAD, renews it. */
    public static Confirmed by(
            KeptAnswer kept,
            Asked asked,
            Map<String, List<String>> said,
            Optional<Duration> own,
            Instant askedAt,
            Instant heardAt) {
        Map<String, List<String>> headers = new HashMap<>(kept.headers());
        headers.keySet().removeAll(Set.of("age", "cache-status", "date"));
        Set<String> ending = Storing.ofTheConnection(said);
        said.forEach((name, values) -> {
            if (!STAY.contains(name) && !ending.contains(name)) {
                headers.put(name, values);
            }
        });
        Optional<Storing.Kept> keeping = Storing.of(
                        get(asked), kept.status(), headers, kept.body(), own, askedAt, heardAt)
                .map(renewed ->
                        new Storing.Kept(with(renewed.answer(), kept.selection()), renewed.audience(), askedAt));
        CacheControl says = CacheControl.of(headers);
        return new Confirmed(
                keeping.map(Storing.Kept::answer)
                        .orElseGet(() -> new KeptAnswer(
                                kept.status(),
                                Storing.kept(headers, says),
                                kept.body(),
                                heardAt,
                                Duration.ZERO,
                                Duration.ZERO,
                                kept.selection(),
                                false)),
                keeping,
                keeping.isEmpty() && says.says("no-store"));
    }

    private static KeptAnswer with(KeptAnswer answer, Selection selection) {
        return new KeptAnswer(
                answer.status(),
                answer.headers(),
                answer.body(),
                answer.heardAt(),
                answer.initialAge(),
                answer.fresh(),
                selection,
                answer.inNeedOnly());
    }

    private static Asked get(Asked asked) {
        Map<String, String> headers = new HashMap<>(asked.headers());
        headers.remove("range");
        return new Asked("GET", headers);
    }

    /** Whether an answer to HEAD is about what is kept (section 4.3.5). */
    public static boolean isAbout(KeptAnswer kept, int status, Map<String, List<String>> head) {
        return status == 200
                && kept.status() == 200
                && agrees(kept, head, "etag")
                && agrees(kept, head, "last-modified")
                && agrees(kept, head, "content-length");
    }

    private static boolean agrees(KeptAnswer kept, Map<String, List<String>> head, String name) {
        return !head.containsKey(name) || head.get(name).equals(kept.headers().getOrDefault(name, head.get(name)));
    }
}
