package dev.heir.integration.call;

import dev.heir.integration.credential.Redaction;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.strike.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes known secrets out of what a provider answers to a request that we signed: error pages, redirects, next links and
 * whoever mirrors a request say our credential back, and the project that asked has no right to it.
 */
final class Echoes {

    private static final String ENCODING = "content-encoding";
    private static final String LENGTH = "content-length";

    /** What can be undone as it comes; of {@code deflate} there are two kinds, and hardly anybody sends either. */
    private static final Set<String> PACKED = Set.of("gzip", "x-gzip");

    private static final int PIECE = 8 * 1024;

    private final Redaction redaction;

    Echoes(Redaction redaction) {
        this.redaction = redaction;
    }

    /** What is asked for, so that the answer can be looked into: no packing but our own, and of a part none at all. */
    static Map<String, String> readable(Map<String, String> headers) {
        String accepted = headers.get("accept-encoding");
        if (accepted == null) {
            return headers;
        }
        String left = headers.containsKey("range")
                ? ""
                : Arrays.stream(accepted.split(","))
                        .map(String::strip)
                        .filter(coding ->
                                PACKED.contains(coding.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)))
                        .collect(Collectors.joining(", "));
        Map<String, String> asked = new HashMap<>(headers);
        asked.put("accept-encoding", left.isEmpty() ? "identity" : left);
        return asked;
    }

    /** Whether a known secret stands in it. */
    boolean knows(String text) {
        return redaction.knows(text);
    }

    Reply without(Reply reply) {
        return reply instanceof Reply.Responded answer ? without(answer) : reply;
    }

    private Reply without(Reply.Responded answer) {
        Ledger.Content content = without(new Ledger.Content(answer.status(), answer.headers(), answer.body()));
        return new Reply.Responded(answer.status(), content.headers(), content.body(), answer.at(), answer.inside());
    }

    Ledger.Content without(Ledger.Content answer) {
        Map<String, List<String>> headers = without(answer.headers());
        String packed = String.join(",", headers.getOrDefault(ENCODING, List.of()))
                .strip()
                .toLowerCase(Locale.ROOT);
        boolean opens = PACKED.contains(packed) && answer.status() != 206;
        Body body = answer.body();
        if (body.flow().isPresent()) {
            Flow flow = body.flow().get();
            if (flow.back().isPresent()) {
                InputStream bytes = redaction.maskedAtOnce(new LateStream(flow::open));
                return new Ledger.Content(
                        answer.status(),
                        headers,
                        Body.of(Flow.bothWays(bytes, flow.back().get(), flow::cut)));
            }
            InputStream bytes = new LateStream(() -> opens ? unpacked(flow.open()) : flow.open());
            OptionalLong length = opens ? OptionalLong.empty() : flow.length();
            return new Ledger.Content(
                    answer.status(),
                    opens ? unpacked(headers) : headers,
                    Body.of(new Flow(redaction.masked(bytes), length, flow::cut)));
        }
        if (opens && !body.isEmpty()) {
            byte[] plain = plain(body);
            byte[] masked = redaction.masked(plain);
            return masked == plain
                    ? new Ledger.Content(answer.status(), headers, body)
                    : new Ledger.Content(answer.status(), unpacked(headers), Body.of(masked));
        }
        byte[] masked = redaction.masked(body.bytes());
        return new Ledger.Content(answer.status(), headers, masked == body.bytes() ? body : Body.of(masked));
    }

    /** What cannot be unpacked says nothing to anybody. */
    private static byte[] plain(Body body) {
        try (InputStream plain = unpacked(new ByteArrayInputStream(body.bytes()))) {
            return plain.readAllBytes();
        } catch (IOException broken) {
            return body.bytes();
        }
    }

    private static InputStream unpacked(InputStream packed) throws IOException {
        return new GZIPInputStream(packed, PIECE);
    }

    private static Map<String, List<String>> unpacked(Map<String, List<String>> headers) {
        Map<String, List<String>> left = new HashMap<>(headers);
        left.keySet().removeAll(Set.of(ENCODING, LENGTH));
        return left;
    }

    private Map<String, List<String>> without(Map<String, List<String>> headers) {
        Map<String, List<String>> masked = null;
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            List<String> values = without(header.getValue());
            if (values != null) {
                masked = masked == null ? new HashMap<>(headers) : masked;
                masked.put(header.getKey(), values);
            }
        }
        return masked == null ? headers : masked;
    }

    /** Null when there is nothing to mask. */
    private @Nullable List<String> without(List<String> values) {
        boolean any = false;
        String[] masked = new String[values.size()];
        for (int i = 0; i < masked.length; i++) {
            String value = values.get(i);
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            byte[] left = redaction.masked(bytes);
            any |= left != bytes;
            masked[i] = left == bytes ? value : new String(left, StandardCharsets.UTF_8);
        }
        return any ? List.of(masked) : null;
    }
}
