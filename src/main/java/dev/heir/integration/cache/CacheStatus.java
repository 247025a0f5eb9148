package dev.heir.integration.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How this cache handled a request, in its headers (RFC 9211; RFC 9111, section 5.1). */
public final class CacheStatus {

    private static final String OURS = "integration-orchestrator";

    private CacheStatus() {}

    /** The headers of an answer that was kept. */
    public static Map<String, List<String>> hit(Map<String, List<String>> headers, KeptAnswer answer, Instant now) {
        Map<String, List<String>> told = new LinkedHashMap<>(headers);
        told.put("age", List.of(Long.toString(answer.age(now).toSeconds())));
        return with(told, OURS + "; hit; ttl=" + ttl(answer, now));
    }

    /**
     * The headers of one that was kept and is given since its provider failed.
     *
     * @param headers as kept
     */
    public static Map<String, List<String>> stale(Map<String, List<String>> headers, KeptAnswer answer, Instant now) {
        Map<String, List<String>> told = new LinkedHashMap<>(headers);
        told.put("age", List.of(Long.toString(answer.age(now).toSeconds())));
        return with(told, OURS + "; hit; ttl=" + ttl(answer, now) + (answer.isFresh(now) ? "" : "; detail=stale"));
    }

    /** The headers of one that another request, under way just then, had brought. */
    public static Map<String, List<String>> collapsed(
            Map<String, List<String>> headers, KeptAnswer answer, Instant now, Reuse.Why why) {
        Map<String, List<String>> told = new LinkedHashMap<>(headers);
        told.put("age", List.of(Long.toString(answer.age(now).toSeconds())));
        return with(told, OURS + "; fwd=" + why.word() + "; collapsed; ttl=" + ttl(answer, now));
    }

    /** The headers of one that the provider gave just now. */
    public static Map<String, List<String>> forwarded(
            Map<String, List<String>> headers, Reuse.Why why, int status, boolean stored) {
        return with(headers, OURS + "; fwd=" + why.word() + "; fwd-status=" + status + (stored ? "; stored" : ""));
    }

    private static long ttl(KeptAnswer answer, Instant now) {
        Duration left = answer.left(now);
        return left.toSeconds();
    }

    /** Each cache on the way adds itself at the end. */
    private static Map<String, List<String>> with(Map<String, List<String>> headers, String us) {
        Map<String, List<String>> told = new LinkedHashMap<>(headers);
        List<String> all = new ArrayList<>(told.getOrDefault("cache-status", List.of()));
        all.add(us);
        told.put("cache-status", List.copyOf(all));
        return told;
    }
}
