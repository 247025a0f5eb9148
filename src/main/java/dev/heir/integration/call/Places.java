package dev.heir.integration.call;

import dev.heir.integration.cache.Asked;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.cache.Spelled;
import dev.heir.integration.credential.Credentials;
import dev.heir.integration.provider.Body;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Under which keys the answers to a call are kept: found by everything that could make its answer another one, above all
 * the credential.
 */
@Singleton
final class Places {

    private final Credentials credentials;

    Places(Credentials credentials) {
        this.credentials = credentials;
    }

    static Asked asked(PlannedCall call) {
        return new Asked(call.operation().method(), call.headers());
    }

    /** Whether an answer to it may be given unasked at all. Of a request that is still on its way nobody knows what it asks. */
    static boolean isCacheable(PlannedCall call) {
        Optional<Duration> own = call.operation().cache();
        return call.operation().safe()
                && !call.opensSocket()
                && call.body().isWhole()
                && own.filter(Duration::isZero).isEmpty()
                && (own.isPresent() || (asked(call).isCacheable() && call.body().isEmpty()));
    }

    KeptAnswers.Place of(PlannedCall call) {
        String method = call.operation().method().equals("HEAD")
                ? "GET"
                : call.operation().method();
        String everybody = Digest.of(
                call.body(),
                call.provider().id(),
                call.provider().baseUrl().toString(),
                call.provider().credentials().stream()
                        .map(id -> id + " " + credentials.version(id))
                        .collect(Collectors.joining(" ")),
                method,
                call.asIs() ? "as it is" : "unpacked",
                call.pathAndQuery());
        String alike =
                Digest.of(Body.EMPTY, everybody, call.project().id(), Spelled.of(Personal.telling(call.headers())));
        return new KeptAnswers.Place(call.provider().id(), target(call, call.pathAndQuery()), alike, everybody);
    }

    private static String target(PlannedCall call, String pathAndQuery) {
        return Digest.of(Body.EMPTY, call.provider().id(), pathAndQuery);
    }

    /** The addresses among these that lie at the provider, as they are kept. */
    static Set<String> targets(PlannedCall call, Collection<URI> addresses) {
        List<String> bases = Stream.concat(
                        Stream.of(call.provider().baseUrl()), call.provider().alternatives().stream())
                .map(URI::toString)
                .map(base -> base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                .toList();
        return addresses.stream()
                .map(URI::toString)
                .flatMap(address -> bases.stream()
                        .filter(address::startsWith)
                        .map(base -> target(call, address.substring(base.length()))))
                .collect(Collectors.toSet());
    }

    /** Addresses whose answers are likely to be alike. */
    static String group(PlannedCall call) {
        return call.provider().id() + " " + call.operation().name();
    }
}
