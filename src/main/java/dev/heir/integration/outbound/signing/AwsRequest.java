package dev.heir.integration.outbound.signing;

import dev.heir.integration.credential.AwsV4;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Brings a request into the form that AWS signs. */
final class AwsRequest {

    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";

    private AwsRequest() {}

    static Signed sign(AwsV4 settings, Unsigned request, Instant now) {
        AwsSignature signature = new AwsSignature(
                settings.accessKeyId(), settings.secretAccessKey(), settings.region(), settings.service(), now);
        String payload =
                settings.payloadSigned() ? AwsSignature.payload(request.body().bytes()) : UNSIGNED;
        Map<String, String> added = new HashMap<>();
        added.put("x-amz-date", signature.time());
        if (settings.sendsPayloadHash()) {
            added.put("x-amz-content-sha256", payload);
        }
        settings.sessionToken().ifPresent(token -> added.put("x-amz-security-token", token));
        SortedMap<String, String> signed = new TreeMap<>();
        request.headers().forEach((name, value) -> {
            // AWS wants its own headers signed; of the others, those that nobody on the way may change.
            if (name.startsWith("x-amz-") || name.equals("content-type")) {
                signed.put(name, trimmed(value));
            }
        });
        signed.putAll(added);
        signed.put("host", request.authority());
        String path = settings.takesPathsAsTheyAre() ? once(request.path()) : twice(normalized(request.path()));
        added.put(
                "authorization",
                signature.authorization(request.method(), path, query(request.query()), signed, payload));
        return new Signed.Ready(added, request.query());
    }

    /** The parameters in the order of their encoded names, then values. */
    static String query(String query) {
        return Percent.encodedPairs(query).stream()
                .sorted()
                .map(Percent.Pair::toString)
                .collect(Collectors.joining("&"));
    }

    /** Without the spaces around it, and with one wherever there are more. */
    static String trimmed(String value) {
        return value.strip().replaceAll(" {2,}", " ");
    }

    /** Encoded once, however it was written. */
    static String once(String path) {
        return Percent.encode(Percent.decode(path, false), "/");
    }

    /** What was encoded to be sent is encoded once more. */
    static String twice(String path) {
        return Percent.encode(Hash.utf8(path), "/");
    }

    /** Without empty segments and those of dots. */
    static String normalized(String path) {
        Deque<String> left = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                left.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                left.addLast(segment);
            }
        }
        String joined = "/" + String.join("/", left);
        return path.endsWith("/") && !left.isEmpty() ? joined + "/" : joined;
    }
}
