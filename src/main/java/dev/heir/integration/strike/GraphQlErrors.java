package dev.heir.integration.strike;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the errors of a GraphQL answer mean, in the statuses of HTTP. GraphQL names no codes (October 2021, section 7.1.2);
 * these are the ones in use:
 *
 * <ul>
 *   <li>Apollo Server, "Error Handling": {@code extensions.code}, and {@code extensions.http.status}
 *   <li>Shopify, "GraphQL Admin API reference", Status and error codes: {@code THROTTLED}, {@code ACCESS_DENIED},
 *       {@code SHOP_INACTIVE}, {@code INTERNAL_SERVER_ERROR}, {@code MAX_COST_EXCEEDED}
 *   <li>GitHub, GraphQL API: {@code type} beside the message: {@code RATE_LIMITED}, {@code NOT_FOUND},
 *       {@code FORBIDDEN}, {@code INSUFFICIENT_SCOPES}
 *   <li>graphql-java: {@code extensions.classification}: {@code ValidationError}, {@code DataFetchingException}
 *   <li>Linear: {@code RATELIMITED}, {@code AUTHENTICATION_ERROR}; monday: {@code COMPLEXITY_BUDGET_EXHAUSTED}
 * </ul>
 */
public final class GraphQlErrors {

    private static final Map<Integer, List<String>> CODES = Map.of(
            429,
                    List.of(
                            "THROTTLED",
                            "RATE_LIMITED",
                            "RATELIMITED",
                            "RATE_LIMIT",
                            "RATE_LIMIT_EXCEEDED",
                            "TOO_MANY_REQUESTS",
                            "COMPLEXITY_BUDGET_EXHAUSTED"),
            402, List.of("QUOTA_EXCEEDED", "DAILY_LIMIT_EXCEEDED", "PAYMENT_REQUIRED", "SHOP_INACTIVE"),
            401,
                    List.of(
                            "UNAUTHENTICATED",
                            "UNAUTHORIZED",
                            "UNAUTHORIZEDEXCEPTION",
                            "AUTHENTICATION_ERROR",
                            "AUTHENTICATION_REQUIRED",
                            "INVALID_TOKEN"),
            503, List.of("SERVICE_UNAVAILABLE", "UNAVAILABLE", "DOWNSTREAM_SERVICE_ERROR", "OVERLOADED"),
            504, List.of("TIMEOUT", "GATEWAY_TIMEOUT", "REQUEST_TIMEOUT", "EXECUTIONTIMEOUT"),
            500, List.of("INTERNAL_SERVER_ERROR", "INTERNAL_ERROR", "INTERNAL", "DATAFETCHINGEXCEPTION"),
            403, List.of("FORBIDDEN", "ACCESS_DENIED", "INSUFFICIENT_SCOPES", "PERMISSION_DENIED"),
            404, List.of("NOT_FOUND"),
            400,
                    List.of(
                            "BAD_USER_INPUT",
                            "BAD_REQUEST",
                            "GRAPHQL_VALIDATION_FAILED",
                            "GRAPHQL_PARSE_FAILED",
                            "VALIDATION_ERROR",
                            "VALIDATIONERROR",
                            "INVALIDSYNTAX",
                            "OPERATION_RESOLUTION_FAILURE",
                            "PERSISTED_QUERY_NOT_FOUND",
                            "PERSISTED_QUERY_NOT_SUPPORTED",
                            "MAX_COST_EXCEEDED"));

    /** What decides where errors of several kinds come together: first what passes by itself. */
    private static final List<Integer> FIRST = List.of(429, 402, 401, 503, 504, 500, 403, 404, 400);

    /** With a part of the data at hand, only what is sure to pass is worth another try. */
    private static final Set<Integer> PASSING = Set.of(429, 402, 503, 504);

    /** What an answer with a status of its own says more exactly in its content. */
    private static final Set<Integer> FINER = Set.of(429, 402, 401);

    private static final int LONGEST = 160;

    private GraphQlErrors() {}

    /**
     * One error.
     *
     * @param words the code, type and classification it has, in the order in which they are believed
     * @param status that it names itself
     */
    public record One(List<String> words, OptionalInt status, String message) {
        public One {
            words = List.copyOf(words);
        }

        private OptionalInt meaning() {
            return Stream.concat(
                            words.stream().flatMap(GraphQlErrors::ofWord),
                            status.stream().boxed().filter(FIRST::contains))
                    .mapToInt(Integer::intValue)
                    .findFirst();
        }

        private String shown() {
            String text = words.stream().findFirst().map(word -> word + ": ").orElse("") + message;
            return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        }
    }

    /** How much of what was asked for there is. */
    public enum Data {
        /** Nothing was carried out: the answer has no {@code data}. */
        ABSENT,
        /** It was begun, and nothing came of it. */
        NOTHING,
        SOME
    }

    /**
     * The status that an answer with these errors means; empty where its own says it.
     *
     * @param status of the answer
     */
    static OptionalInt meaning(int status, List<One> errors, Data data) {
        if (errors.isEmpty()) {
            return OptionalInt.empty();
        }
        Optional<Integer> known = errors.stream()
                .flatMap(one -> one.meaning().stream().boxed())
                .min(Comparator.comparing(FIRST::indexOf));
        if (status >= 400) {
            return some(known.filter(FINER::contains));
        }
        return switch (data) {
            case SOME -> some(known.filter(PASSING::contains));
            // Section 7.1.2: an error in the request, and execution has not begun.
            case ABSENT -> OptionalInt.of(known.orElse(400));
            case NOTHING -> OptionalInt.of(known.orElse(500));
        };
    }

    /** The errors in short. */
    static Optional<String> shown(List<One> errors) {
        return errors.stream()
                .findFirst()
                .map(first -> first.shown() + (errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : ""));
    }

    /**
     * What the content of an answer says.
     *
     * @param cost that the query took, in points
     * @param retryAt when what was refused would have been admitted; it counts for a refusal only
     */
    public static Inside inside(
            int status,
            List<One> errors,
            Data data,
            OptionalLong cost,
            Optional<Inside.Points> budget,
            Optional<Instant> retryAt) {
        OptionalInt meaning = meaning(status, errors, data);
        return new Inside(
                meaning,
                shown(errors),
                !errors.isEmpty() && data == Data.SOME,
                cost,
                budget,
                retryAt.filter(_ -> meaning.orElse(status) == 429));
    }

    private static OptionalInt some(Optional<Integer> status) {
        return status.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static Stream<Integer> ofWord(String word) {
        String spelt = word.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        return FIRST.stream()
                .filter(status -> CODES.getOrDefault(status, List.of()).contains(spelt));
    }
}
