package dev.heir.integration.strike;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One quota policy as announced: {@code RateLimit-Policy: "default";q=100;w=60} (draft-ietf-httpapi-ratelimit-headers
 * from 08 on) or {@code 100;w=60} (up to 07, and Brave's {@code X-RateLimit-Policy}).
 *
 * @param name empty in the older form
 */
record StatedPolicy(String name, OptionalLong quota, Optional<Duration> window) {

    static List<StatedPolicy> read(Map<String, List<String>> headers) {
        return Stream.of("ratelimit-policy", "x-ratelimit-policy")
                .flatMap(header -> Quotas.joined(headers, header).stream())
                .flatMap(field -> StructuredField.list(field).stream())
                .map(StatedPolicy::of)
                .toList();
    }

    private static StatedPolicy of(StructuredField.Item item) {
        Optional<Long> older = StructuredField.Item.whole(item.value());
        return new StatedPolicy(
                older.isPresent() ? "" : item.value(),
                older.or(() -> item.number("q")).map(OptionalLong::of).orElse(OptionalLong.empty()),
                item.number("w")
                        .filter(seconds -> seconds <= Moments.HORIZON.toSeconds())
                        .map(Duration::ofSeconds));
    }

    static Optional<StatedPolicy> named(List<StatedPolicy> policies, String name) {
        return policies.stream().filter(policy -> policy.name.equals(name)).findFirst();
    }

    /** The window of a limit that is known by its size only. */
    static Optional<Duration> windowOf(List<StatedPolicy> policies, OptionalLong limit) {
        return policies.stream()
                .filter(policy -> limit.isPresent() && policy.quota.equals(limit))
                .flatMap(policy -> policy.window.stream())
                .findFirst();
    }
}
