package dev.heir.integration.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which requests an answer is for: those that agree with the first one in the headers that count (RFC 9111, section 4.1).
 *
 * @param headers that count, by lower-case name, each with the digest of its normalised value, which may be a secret;
 *     empty for absent; {@code *} stands for all of them at once
 */
public record Selection(Map<String, String> headers) {

    /** Lists in which neither order nor case means anything. */
    private static final Set<String> UNORDERED = Set.of("accept-language", "accept-encoding", "accept-charset");

    /** Stands for all headers at once. */
    private static final String ALL = "*";

    /** What changes nothing about an answer: how old it may be, and how a request is called. */
    private static final Set<String> INDIFFERENT = Set.of(
            "baggage",
            "cache-control",
            "if-modified-since",
            "if-none-match",
            "pragma",
            "range",
            "traceparent",
            "tracestate",
            "via",
            "x-correlation-id",
            "x-request-id");

    public Selection {
        headers = Map.copyOf(headers);
    }

    /** The headers that {@code Vary} names; empty where no other request can be known to be like this one. */
    public static Optional<Selection> by(Map<String, List<String>> answer, Asked asked) {
        Set<String> names = answer.getOrDefault("vary", List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.toSet());
        return names.contains("*") ? Optional.empty() : Optional.of(of(names, asked));
    }

    /** Requests that are like this one in every header that could have made a difference. */
    static Selection exactly(Asked asked) {
        return of(Set.of(ALL), asked);
    }

    private static Selection of(Set<String> names, Asked asked) {
        return new Selection(names.stream().collect(Collectors.toMap(name -> name, name -> value(name, asked))));
    }

    /** Whether the answer, of which these are the headers, is for this request as well. */
    boolean matches(Asked asked, Map<String, List<String>> answer) {
        return headers.entrySet().stream()
                .allMatch(header -> header.getValue().equals(value(header.getKey(), asked))
                        || (header.getKey().equals("accept-language") && speaks(answer, asked)));
    }

    /** Whether the answer is in the one language that the request likes best. */
    private static boolean speaks(Map<String, List<String>> answer, Asked asked) {
        List<String> language = answer.getOrDefault("content-language", List.of());
        Map<Double, Set<String>> liked = new TreeMap<>();
        Members.of(asked.header("accept-language").orElse("")).forEach(range -> {
            String[] parts = range.toLowerCase(Locale.ROOT).split(";");
            liked.computeIfAbsent(weight(parts), _ -> new TreeSet<>()).add(parts[0].strip());
        });
        return !liked.isEmpty()
                && language.size() == 1
                && ((TreeMap<Double, Set<String>>) liked)
                        .lastEntry()
                        .getValue()
                        .equals(Set.of(language.getFirst().strip().toLowerCase(Locale.ROOT)));
    }

    private static double weight(String[] range) {
        return Arrays.stream(range)
                .skip(1)
                .map(String::strip)
                .filter(part -> part.matches("q=[01](\\.\\d{0,3})?"))
                .map(part -> Double.parseDouble(part.substring(2)))
                .findFirst()
                .orElse(1.0);
    }

    private static String value(String name, Asked asked) {
        if (name.equals(ALL)) {
            Map<String, String> telling = new TreeMap<>(asked.headers());
            telling.keySet().removeAll(INDIFFERENT);
            return digest(Spelled.of(telling));
        }
        return asked.header(name).map(value -> digest(normalised(name, value))).orElse("");
    }

    private static String digest(String value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Lines and spaces that mean nothing are taken out. */
    private static String normalised(String name, String value) {
        List<String> members = Members.of(value);
        if (UNORDERED.contains(name)) {
            return members.stream()
                    .map(member -> member.toLowerCase(Locale.ROOT).replaceAll("\\s+", ""))
                    .sorted()
                    .collect(Collectors.joining(","));
        }
        return String.join(",", members);
    }
}
