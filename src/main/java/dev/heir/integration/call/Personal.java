package dev.heir.integration.call;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

    /** What names a request, or the software that sends it, and nobody that it is sent for. */
    private static final Set<String> OF_THE_REQUEST = Set.of(
            "accept-encoding",
            "baggage",
            "dnt",
            "idempotency-key",
            "priority",
            "sentry-trace",
            "via",
            "x-amzn-trace-id",
            "x-cloud-trace-context");

    private Personal() {}

    /** {@code Stripe-Version}, {@code X-GitHub-Api-Version} and their like name a date or a number. */
    static boolean isForAnybody(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return FOR_ANYBODY.contains(name) || name.endsWith("-version");
    }

    /** What may tell for whom a request is sent, by name: all but what is known not to. */
    static Map<String, String> telling(Map<String, String> headers) {
        Map<String, String> telling = new TreeMap<>(headers);
        telling.keySet().removeIf(name -> isForAnybody(name) || OF_THE_REQUEST.contains(name));
        return telling;
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
