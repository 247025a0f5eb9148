package dev.heir.integration.call;

import dev.heir.integration.credential.Redaction;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Origin;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.strike.Reply;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One attempt on the wire, with the redirects that a safe request follows (RFC 9110, section 15.4). */
@Singleton
final class Wire {

    private static final int SEE_OTHER = 303;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, SEE_OTHER, 307, 308);

    private final Transport transport;
    private final Providers providers;
    private final Clock clock;
    private final Echoes echoes;

    Wire(Transport transport, Providers providers, Clock clock, Redaction redaction) {
        this.transport = transport;
        this.providers = providers;
        this.clock = clock;
        this.echoes = new Echoes(redaction);
    }

    /** Leave for one more request to the same provider, which counts it against its limits as any other. */
    interface Hops {

        /** @param until how long it may be waited for */
        boolean mayFollow(Instant until);
    }

    /**
     * @param target the base URL to ask
     * @param time over all redirects together
     * @return what came, read as its protocol asks for
     */
    Reply send(PlannedCall call, String target, Signature signature, Duration time, Hops hops) {
        boolean masks = !signature.equals(Signature.NONE) && !call.operation().showsSecrets();
        Reply reply = sent(call, target, signature, time, hops, masks);
        return Content.read(call, masks ? echoes.without(reply) : reply);
    }

    private Reply sent(PlannedCall call, String target, Signature signature, Duration time, Hops hops, boolean masks) {
        Instant end = clock.instant().plus(time);
        Origin first = Origin.of(call.at(URI.create(target)));
        Request request = new Request(
                call.operation().method(),
                OwnParameters.removedFrom(call.at(URI.create(target)), signature),
                masks && call.asIs() ? Echoes.readable(call.headers()) : call.headers(),
                call.body(),
                signature,
                call.provider().internal());
        Reply reply = transport.send(outgoing(call, request, time));
        for (int hop = 0; hop < call.redirects() && reply instanceof Reply.Responded responded; hop++) {
            Optional<URI> next = next(request.uri(), responded);
            if (next.isEmpty()
                    || isInClear(first, next.get())
                    || !isFollowed(request, responded.status(), next.get())) {
                return reply;
            }
            URI there = OwnParameters.removedFrom(next.get(), signature);
            Origin origin = Origin.of(there);
            boolean isThere = origin.equals(first) || call.provider().livesAt(origin);
            request = request.redirected(responded.status(), there)
                    .internal(call.provider().internal() && (isThere || isInternal(origin)));
            if (!origin.equals(first)) {
                if (masks && echoes.knows(there.toString())) { // a credential goes nowhere else, whoever sends it there
                    return reply;
                }
                request = request.toStrangers();
            }
            if (isThere && !hops.mayFollow(end)) {
                return new Reply.NoRoom("the limit has no room for the request that a redirect leads to");
            }
            Duration left = Duration.between(clock.instant(), end);
            if (left.isNegative() || left.isZero()) {
                return new Reply.Lost("out of time while following redirects", true);
            }
            reply = transport.send(outgoing(call, request, left));
        }
        return reply;
    }

    /** As it leaves for one place of those that redirects lead through. */
    private record Request(
            String method, URI uri, Map<String, String> headers, Body body, Signature signature, boolean internal) {

        boolean isRetrieval() {
            return method.equals("GET") || method.equals("HEAD");
        }

        Request redirected(int status, URI to) {
            Request there = new Request(method, to, headers, body, signature, internal);
            return status == SEE_OTHER && !isRetrieval() ? there.retrieving() : there;
        }

        private Request retrieving() {
            return new Request("GET", uri, withoutContent(), Body.EMPTY, signature, internal);
        }

        Request internal(boolean really) {
            return new Request(method, uri, headers, body, signature, really);
        }

        /** What was meant for the first origin is nobody else's: credential, personal headers and content. */
        Request toStrangers() {
            return new Request(
                    method, uri, Personal.removedFrom(withoutContent()), Body.EMPTY, Signature.NONE, internal);
        }

        private Map<String, String> withoutContent() {
            Map<String, String> left = new HashMap<>(headers);
            left.keySet().removeIf(name -> name.startsWith("content-"));
            return left;
        }
    }

    /**
     * What retrieves may be led anywhere. Any other method is repeated only where it was sent already (307, 308), and
     * turned into retrieving what 303 names; what 301 and 302 make of it differs by client (RFC 9110, sections 15.4.2 to
     * 15.4.4).
     */
    private static boolean isFollowed(Request request, int status, URI next) {
        return request.isRetrieval()
                || status == SEE_OTHER
                || ((status == 307 || status == 308) && Origin.of(next).equals(Origin.of(request.uri())));
    }

    /** What was to be secret on its way is not asked for in clear, whoever says so. */
    private static boolean isInClear(Origin first, URI next) {
        return first.isSecure() && !Origin.of(next).isSecure();
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
    private boolean isInternal(Origin origin) {
        return providers.all().stream().anyMatch(other -> other.internal() && other.livesAt(origin));
    }

    private static Transport.Outgoing outgoing(PlannedCall call, Request request, Duration time) {
        return new Transport.Outgoing(
                request.method(),
                request.uri(),
                request.headers(),
                request.body(),
                request.signature(),
                time,
                request.internal(),
                call.asIs());
    }

    private static boolean isHttp(URI uri) {
        return uri.getHost() != null
                && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
    }
}
