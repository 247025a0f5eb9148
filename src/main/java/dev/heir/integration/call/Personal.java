package dev.heir.integration.call;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which of a caller's headers are for the asked provider's eyes only. There is no telling what else carries a secret
 * ({@code X-Shopify-Access-Token}, {@code X-Api-Key}), so all of them are but those that are known to carry none.
 */
final class Personal {

    private static final Set<String> FOR_ANYBODY = Set.of(
            "accept",
            "accept-charset",
            "accept-language",
            "cache-control",
            "content-encoding",
            "content-language",
            "content-type",
            "date",
            "if-modified-since",
            "if-none-match",
            "pragma",
            "prefer",
            "range",
            "traceparent",
            "tracestate",
            "user-agent",
            "x-correlation-id",
            "x-request-id",
            "x-requested-with");

    private Personal() {}

    /** {@code Stripe-Version}, {@code X-GitHub-Api-Version} and their like name a date or a number. */
    static boolean isForAnybody(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return FOR_ANYBODY.contains(name) || name.endsWith("-version");
    }

    /** The personal ones by name, sorted. */
    static List<String> in(Map<String, String> headers) {
        return headers.keySet().stream()
                .filter(name -> !isForAnybody(name))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    /** What may be shown to another origin or another provider. */
    static Map<String, String> removedFrom(Map<String, String> headers) {
        Map<String, String> left = new HashMap<>(headers);
        left.keySet().removeIf(name -> !isForAnybody(name));
        return left;
    }
}
