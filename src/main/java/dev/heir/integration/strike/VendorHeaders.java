package dev.heir.integration.strike;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads limits that vendors state in one header per number: {@code X-RateLimit-Remaining}, {@code X-Rate-Limit-Reset},
 * {@code RateLimit-Limit} (drafts up to 06), {@code anthropic-ratelimit-tokens-remaining},
 * {@code x-ratelimit-reset-requests}, Kong's {@code X-RateLimit-Remaining-Minute}, Brave's comma lists.
 *
 * <p>What is left of a name without {@code limit}, {@code remaining} or {@code reset} names the quota, so that the
 * reset of one quota is never taken for another's.
 */
final class VendorHeaders {

    private static final Pattern NAME = Pattern.compile("(?<vendor>.*?)rate-?limit-(?<rest>.+)");
    private static final Pattern AMOUNT = Pattern.compile("\\s*(\\d{1,15})(?:\\.\\d{1,9})?\\s*(?:;.*)?");
    /** Shopify's bucket: {@code 39/40} are used. */
    private static final Pattern USED_OF = Pattern.compile("\\s*(\\d{1,15})/(\\d{1,15})\\s*");

    /** Words that add nothing to the name of a quota: {@code X-RateLimit-Reset-After}, Symfony's {@code -Retry-After}. */
    private static final Set<String> FILLERS = Set.of("limit", "remaining", "reset", "retry", "after", "at", "in");

    /** Quotas with several limits in one header are told apart by position; nobody has more than a few. */
    private static final int MOST_POSITIONS = 8;

    private final Map<String, Quota> quotas = new TreeMap<>();
    private final Moments moments;

    private VendorHeaders(Moments moments) {
        this.moments = moments;
    }

    static List<Quota> read(Map<String, List<String>> headers, List<StatedPolicy> policies, Moments moments) {
        VendorHeaders vendors = new VendorHeaders(moments);
        headers.forEach(vendors::take);
        Optional<Instant> nameless = vendors.quotas.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(" "))
                .flatMap(entry -> entry.getValue().resetAt().stream())
                .max(Instant::compareTo);
        return vendors.quotas.entrySet().stream()
                .map(entry -> complete(entry.getKey(), entry.getValue(), nameless, policies))
                .toList();
    }

    private void take(String name, List<String> values) {
        if (!Quotas.mayState(name)) {
            return;
        }
        if (name.equals("x-shopify-shop-api-call-limit")) {
            values.forEach(value -> bucket(name, value));
            return;
        }
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return;
        }
        List<String> words = Arrays.asList(parts.group("rest").split("-"));
        String quota = parts.group("vendor") + " "
                + words.stream().filter(word -> !FILLERS.contains(word)).collect(Collectors.joining("-"));
        if (words.contains("remaining")) {
            positions(values).forEach((position, value) -> state(quota + position, amount(value), Kind.REMAINING));
        } else if (words.contains("limit")) {
            positions(values).forEach((position, value) -> state(quota + position, amount(value), Kind.LIMIT));
        } else if (words.contains("reset") || words.contains("retry")) {
            resets(quota, values);
        }
    }

    private enum Kind {
        LIMIT,
        REMAINING
    }

    private void state(String quota, OptionalLong amount, Kind kind) {
        if (amount.isEmpty()) {
            return;
        }
        merge(
                quota,
                new Quota(
                        kind == Kind.LIMIT ? amount : OptionalLong.empty(),
                        kind == Kind.REMAINING ? amount : OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private void resets(String quota, List<String> values) {
        if (values.size() == 1) {
            Optional<Instant> whole = moments.one(values.getFirst());
            if (whole.isPresent()) {
                reset(quota, whole.get());
                return;
            }
        }
        positions(values)
                .forEach((position, value) -> moments.one(value).ifPresent(time -> reset(quota + position, time)));
    }

    private void reset(String quota, Instant time) {
        merge(quota, new Quota(OptionalLong.empty(), OptionalLong.empty(), Optional.of(time), Optional.empty()));
    }

    private void bucket(String name, String value) {
        Matcher used = USED_OF.matcher(value);
        if (used.matches()) {
            long limit = Long.parseLong(used.group(2));
            long remaining = Math.max(0, limit - Long.parseLong(used.group(1)));
            merge(
                    name,
                    new Quota(OptionalLong.of(limit), OptionalLong.of(remaining), Optional.empty(), Optional.empty()));
        }
    }

    /** Of two statements about the same, the more restrictive. */
    private void merge(String name, Quota stated) {
        quotas.merge(
                name,
                stated,
                (one, other) -> new Quota(
                        smaller(one.limit(), other.limit()),
                        smaller(one.remaining(), other.remaining()),
                        Quotas.later(one.resetAt(), other.resetAt()),
                        Optional.empty()));
    }

    private static Quota complete(String name, Quota quota, Optional<Instant> nameless, List<StatedPolicy> policies) {
        return new Quota(
                quota.limit(),
                quota.remaining(),
                quota.resetAt().or(() -> nameless),
                windowNamed(name).or(() -> StatedPolicy.windowOf(policies, quota.limit())));
    }

    /** Kong and HubSpot tell the window in the name; only the long ones change what is decided. */
    private static Optional<Duration> windowNamed(String name) {
        return Stream.of(name.split("[^a-z]"))
                .flatMap(word -> switch (word) {
                    case "day", "daily" -> Stream.of(Duration.ofDays(1));
                    case "month", "monthly" -> Stream.of(Duration.ofDays(28));
                    case "year", "yearly" -> Stream.of(Duration.ofDays(365));
                    default -> Stream.<Duration>empty();
                })
                .findFirst();
    }

    /** Each value of a comma list with its position as a suffix; the first has none. */
    private static Map<String, String> positions(List<String> values) {
        List<String> parts = new ArrayList<>();
        values.stream()
                .filter(value -> value.length() <= 256)
                .forEach(value -> parts.addAll(Arrays.asList(value.split(","))));
        Map<String, String> positions = new TreeMap<>();
        for (int i = 0; i < Math.min(parts.size(), MOST_POSITIONS); i++) {
            positions.put(i == 0 ? "" : "#" + i, parts.get(i));
        }
        return positions;
    }

    private static OptionalLong amount(String value) {
        Matcher matcher = AMOUNT.matcher(value);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    private static OptionalLong smaller(OptionalLong one, OptionalLong other) {
        return Stream.of(one, other).flatMapToLong(OptionalLong::stream).min();
    }
}
