package dev.heir.integration.strike;

import dev.heir.integration.strike.StructuredField.Item;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the {@code RateLimit} field of draft-ietf-httpapi-ratelimit-headers: {@code "default";r=50;t=30} from 08 on,
 * {@code limit=100, remaining=50, reset=30} in 07.
 */
final class RateLimitFields {

    private RateLimitFields() {}

    static List<Quota> read(Map<String, List<String>> headers, List<StatedPolicy> policies, Moments moments) {
        Optional<String> field = Quotas.joined(headers, "ratelimit");
        List<Quota> current = field.map(StructuredField::list).orElse(List.of()).stream()
                .filter(item -> item.number("r").isPresent())
                .map(item -> quota(item, policies, moments))
                .toList();
        return current.isEmpty()
                ? field.flatMap(text -> draft07(text, policies, moments)).stream()
                        .toList()
                : current;
    }

    private static Quota quota(Item item, List<StatedPolicy> policies, Moments moments) {
        Optional<StatedPolicy> policy = StatedPolicy.named(policies, item.value());
        return new Quota(
                policy.map(StatedPolicy::quota).orElse(OptionalLong.empty()),
                number(item.number("r")),
                item.number("t").map(Duration::ofSeconds).flatMap(moments::after),
                policy.flatMap(StatedPolicy::window));
    }

    private static Optional<Quota> draft07(String field, List<StatedPolicy> policies, Moments moments) {
        Map<String, Item> members = StructuredField.dictionary(field).stream()
                .collect(Collectors.toMap(Item::key, Function.identity(), (first, last) -> last));
        OptionalLong limit = member(members, "limit");
        OptionalLong remaining = member(members, "remaining");
        OptionalLong reset = member(members, "reset");
        return remaining.isEmpty()
                ? Optional.empty()
                : Optional.of(new Quota(
                        limit,
                        remaining,
                        reset.isEmpty() ? Optional.empty() : moments.after(Duration.ofSeconds(reset.getAsLong())),
                        StatedPolicy.windowOf(policies, limit)));
    }

    private static OptionalLong member(Map<String, Item> members, String key) {
        return number(Optional.ofNullable(members.get(key)).flatMap(item -> Item.whole(item.value())));
    }

    private static OptionalLong number(Optional<Long> number) {
        return number.map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
