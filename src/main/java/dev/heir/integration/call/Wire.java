package dev.heir.integration.call;

import dev.heir.integration.credential.Signature;
import dev.heir.integration.strike.Reply;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** One attempt on the wire, with the redirects that a safe request follows (RFC 9110, section 15.4). */
@Singleton
final class Wire {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Transport transport;
    private final Clock clock;

    Wire(Transport transport, Clock clock) {
        this.transport = transport;
        this.clock = clock;
    }

    /**
     * @param target the base URL to ask
     * @param time over all redirects together
     * @return what came, read as its protocol asks for
     */
    Reply send(PlannedCall call, String target, Signature signature, Duration time) {
        return Content.read(call, sent(call, target, signature, time));
    }

    private Reply sent(PlannedCall call, String target, Signature signature, Duration time) {
        Instant end = clock.instant().plus(time);
        URI uri = call.at(URI.create(target));
        URI origin = uri;
        Map<String, String> headers = call.headers();
        Signature signed = signature;
        Reply reply = transport.send(outgoing(call, uri, headers, signed, time));
        for (int hop = 0; hop < call.redirects() && reply instanceof Reply.Responded responded; hop++) {
            String location = responded.header("location");
            if (location == null || !REDIRECTS.contains(responded.status())) {
                return reply;
            }
            try {
                uri = uri.resolve(URI.create(location));
            } catch (IllegalArgumentException unreadable) {
                return reply;
            }
            if (!isHttp(uri)) {
                return reply;
            }
            if (!sameOrigin(origin, uri)) {
                signed = Signature.NONE;
                headers = Personal.removedFrom(call.headers());
            }
            Duration left = Duration.between(clock.instant(), end);
            if (left.isNegative() || left.isZero()) {
                return new Reply.Lost("out of time while following redirects", true);
            }
            reply = transport.send(outgoing(call, uri, headers, signed, left));
        }
        return reply;
    }

    private static Transport.Outgoing outgoing(
            PlannedCall call, URI uri, Map<String, String> headers, Signature signature, Duration time) {
        return new Transport.Outgoing(
                call.operation().method(),
                uri,
                headers,
                call.body(),
                signature,
                time,
                call.provider().internal(),
                call.asIs());
    }

    private static boolean isHttp(URI uri) {
        return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    }

    private static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }
}
