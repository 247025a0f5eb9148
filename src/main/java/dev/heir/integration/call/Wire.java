package dev.heir.integration.call;

import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Origin;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.strike.Reply;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One attempt on the wire, with the redirects that a safe request follows (RFC 9110, section 15.4). */
@Singleton
final class Wire {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Transport transport;
    private final Providers providers;
    private final Clock clock;

    Wire(Transport transport, Providers providers, Clock clock) {
        this.transport = transport;
        this.providers = providers;
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
        Origin first = Origin.of(uri);
        Map<String, String> headers = call.headers();
        Signature signed = signature;
        boolean internal = call.provider().internal();
        Reply reply = transport.send(outgoing(call, uri, headers, signed, time, internal));
        for (int hop = 0; hop < call.redirects() && reply instanceof Reply.Responded responded; hop++) {
            Optional<URI> next = next(uri, responded);
            if (next.isEmpty()) {
                return reply;
            }
            uri = next.get();
            Origin origin = Origin.of(uri);
            if (!origin.equals(first)) {
                signed = Signature.NONE;
                headers = Personal.removedFrom(call.headers());
            }
            Duration left = Duration.between(clock.instant(), end);
            if (left.isNegative() || left.isZero()) {
                return new Reply.Lost("out of time while following redirects", true);
            }
            internal = call.provider().internal() && (origin.equals(first) || isInternal(call.provider(), origin));
            reply = transport.send(outgoing(call, uri, headers, signed, left, internal));
        }
        return reply;
    }

    /** Where the answer leads, if it leads anywhere on the web. */
    private static Optional<URI> next(URI asked, Reply.Responded responded) {
        String location = responded.header("location");
        if (location == null || !REDIRECTS.contains(responded.status())) {
            return Optional.empty();
        }
        try {
            return Optional.of(asked.resolve(URI.create(location))).filter(Wire::isHttp);
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Whoever may ask one internal service may not ask all of them: an open redirect in it would be the door to every
     * other, so a hop is internal only to where an internal provider was registered.
     */
    private boolean isInternal(Provider asked, Origin origin) {
        return asked.livesAt(origin)
                || providers.all().stream().anyMatch(other -> other.internal() && other.livesAt(origin));
    }

    private static Transport.Outgoing outgoing(
            PlannedCall call,
            URI uri,
            Map<String, String> headers,
            Signature signature,
            Duration time,
            boolean internal) {
        return new Transport.Outgoing(
                call.operation().method(), uri, headers, call.body(), signature, time, internal, call.asIs());
    }

    private static boolean isHttp(URI uri) {
        return uri.getHost() != null
                && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
    }
}
