package dev.heir.integration.cache;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.HttpDate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is given to a request with conditions, out of a whole answer that is kept (RFC 9111, section 4.3.2). */
public final class Condition {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** What describes a body that a 304 does not have. */
    private static final Set<String> OF_THE_BODY =
            Set.of("content-length", "content-encoding", "content-type", "content-language", "content-range");

    private Condition() {}

    /** What is given. */
    public record Given(int status, Map<String, List<String>> headers, Body body) {}

    /** The answer, a part of it, or that the caller has it already. */
    public static Given of(Asked asked, KeptAnswer answer) {
        if (answer.status() == 200 && isHeldByCaller(asked, answer)) {
            Map<String, List<String>> headers = new HashMap<>(answer.headers());
            headers.keySet().removeAll(OF_THE_BODY);
            return new Given(304, headers, Body.EMPTY);
        }
        if (asked.isHead()) {
            return new Given(answer.status(), answer.headers(), Body.EMPTY);
        }
        return asked.isPartial()
                ? part(asked.header("range").orElse(""), answer).orElseGet(() -> whole(answer))
                : whole(answer);
    }

    private static Given whole(KeptAnswer answer) {
        return new Given(answer.status(), answer.headers(), answer.body());
    }

    /** The headers of a request without conditions, or with those by which a provider can confirm what is kept. */
    public static Map<String, String> confirming(Map<String, String> headers, KeptAnswer kept) {
        Map<String, String> asking = new HashMap<>(headers);
        asking.keySet().removeAll(Asked.CONDITIONS);
        kept.headers().getOrDefault("etag", List.of()).stream()
                .findFirst()
                .ifPresent(tag -> asking.put("if-none-match", tag));
        kept.headers().getOrDefault("last-modified", List.of()).stream()
                .findFirst()
                .ifPresent(date -> asking.put("if-modified-since", date));
        return asking;
    }

    /** RFC 9110, section 13.2.2: tags before dates. */
    private static boolean isHeldByCaller(Asked asked, KeptAnswer answer) {
        Optional<String> tags = asked.header("if-none-match");
        if (tags.isPresent()) {
            List<String> own = answer.headers().getOrDefault("etag", List.of());
            return tags.get().strip().equals("*")
                    || Members.of(tags.get()).stream().anyMatch(tag -> own.stream()
                            .anyMatch(ours -> weak(ours).equals(weak(tag))));
        }
        Instant now = answer.heardAt();
        Optional<Instant> changed = Freshness.date(answer.headers(), "last-modified", now)
                .or(() -> Freshness.date(answer.headers(), "date", now))
                .or(() -> Optional.of(now));
        return asked.header("if-modified-since")
                .flatMap(since -> HttpDate.read(since, now))
                .filter(since -> !changed.orElseThrow().isAfter(since))
                .isPresent();
    }

    /** Weakly compared, only what is between the quotes counts (RFC 9110, section 8.8.3.2). */
    private static String weak(String tag) {
        String text = tag.strip();
        return text.startsWith("W/") ? text.substring(2) : text;
    }

    /** One range of bytes; whoever asks for several gets all, which it must understand as well. */
    private static Optional<Given> part(String range, KeptAnswer answer) {
        Matcher bounds = RANGE.matcher(range.strip());
        int size = answer.body().size();
        if (answer.status() != 200
                || !bounds.matches()
                || (bounds.group(1).isEmpty() && bounds.group(2).isEmpty())) {
            return Optional.empty();
        }
        boolean suffix = bounds.group(1).isEmpty();
        long first = suffix ? Math.max(0, size - Long.parseLong(bounds.group(2))) : Long.parseLong(bounds.group(1));
        long last =
                suffix || bounds.group(2).isEmpty() ? size - 1L : Math.min(size - 1L, Long.parseLong(bounds.group(2)));
        Map<String, List<String>> headers = new HashMap<>(answer.headers());
        if (first >= size) {
            headers.put("content-range", List.of("bytes */" + size));
            headers.remove("content-length");
            return Optional.of(new Given(416, headers, Body.EMPTY));
        }
        if (last < first) {
            return Optional.empty();
        }
        byte[] part = Arrays.copyOfRange(answer.body().bytes(), (int) first, (int) last + 1);
        headers.put("content-range", List.of("bytes " + first + "-" + last + "/" + size));
        headers.put("content-length", List.of(Integer.toString(part.length)));
        return Optional.of(new Given(206, headers, Body.of(part)));
    }
}
