package dev.heir.integration.strike;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All the limits that the headers of an answer state, standard and vendors' own. */
final class Quotas {

    /** Longer field values are no limits; bounds the work on hostile headers. */
    private static final int LONGEST = 1024;

    private Quotas() {}

    static List<Quota> read(Map<String, List<String>> headers, Moments moments) {
        List<StatedPolicy> policies = StatedPolicy.read(headers);
        return Stream.concat(
                        RateLimitFields.read(headers, policies, moments).stream(),
                        VendorHeaders.read(headers, policies, moments).stream())
                .filter(Quotas::makesSense)
                .toList();
    }

    /** Whether a header of that name is worth a closer look; most answers have none, and every call passes here. */
    static boolean mayState(String name) {
        return name.contains("limit");
    }

    /** The field's lines joined into one, as RFC 9110, section 5.3, allows; empty when absent or too long. */
    static Optional<String> joined(Map<String, List<String>> headers, String name) {
        String value = String.join(", ", headers.getOrDefault(name, List.of()));
        return value.isBlank() || value.length() > LONGEST ? Optional.empty() : Optional.of(value);
    }

    /** A limit of nothing would forbid every call; servers write it for "not limited". */
    private static boolean makesSense(Quota quota) {
        return quota.limit().isEmpty() || quota.limit().getAsLong() > 0;
    }

    static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).max(Instant::compareTo);
    }
}
