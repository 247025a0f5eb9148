package dev.heir.integration.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a {@code Cache-Control} field says, of a request or of an answer (RFC 9111, section 5.2).
 *
 * @param directives by lower-case name, each with its argument or an empty text; of one that is there twice, the first
 *     (section 4.2.1)
 */
public record CacheControl(Map<String, String> directives) {

    /** A longer time is as good as for ever (section 1.2.2), and can still be added to. */
    private static final long LONGEST = 1L << 31;

    public CacheControl {
        directives = Map.copyOf(directives);
    }

    /** @param lines of the field, in any number */
    public static CacheControl of(List<String> lines) {
        Map<String, String> directives = new HashMap<>();
        for (String line : lines) {
            for (String part : Members.of(line)) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                // Space around "=" is not allowed, and what looks like a directive with it is none.
                directives.putIfAbsent(
                        name.toLowerCase(Locale.ROOT), equals < 0 ? "" : unquoted(part.substring(equals + 1)));
            }
        }
        return new CacheControl(directives);
    }

    /** Of the headers of an answer, by lower-case name. */
    public static CacheControl of(Map<String, List<String>> headers) {
        return of(headers.getOrDefault("cache-control", List.of()));
    }

    private static String unquoted(String argument) {
        return argument.length() >= 2 && argument.startsWith("\"") && argument.endsWith("\"")
                ? argument.substring(1, argument.length() - 1).replaceAll("\\\\(.)", "$1")
                : argument;
    }

    public boolean says(String directive) {
        return directives.containsKey(directive);
    }

    /** Whether it says so of the whole answer, and not of some of its headers only. */
    public boolean saysOfAll(String directive) {
        return "".equals(directives.get(directive));
    }

    /** The headers that a directive is about, by lower-case name. */
    public Set<String> fields(String directive) {
        return Arrays.stream(directives.getOrDefault(directive, "").split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The time a directive names; what cannot be read is none at all (section 4.2.1: better stale than too long fresh). */
    public Optional<Duration> time(String directive) {
        return Optional.ofNullable(directives.get(directive))
                .map(argument -> seconds(argument).orElse(Duration.ZERO));
    }

    /** Seconds as they stand in headers, bounded; empty where it is no number. */
    static Optional<Duration> seconds(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return Optional.of(Duration.ofSeconds(
                significant.length() > 10 ? LONGEST : Math.min(LONGEST, Long.parseLong(significant))));
    }

    /** Whether it may never be given unasked, however fresh. */
    public boolean wantsValidation() {
        return saysOfAll("no-cache");
    }

    /** Whether a stale answer may be given although nobody confirmed it (section 4.2.4). */
    public boolean allowsStale() {
        return !says("must-revalidate") && !says("proxy-revalidate") && !says("s-maxage") && !wantsValidation();
    }
}
