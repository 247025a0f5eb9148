package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Protocol;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Tier;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Makes a request into a call that can be sent, or says everything that is wrong with it. */
@Singleton
final class Planner {

    /** RFC 9110, section 9.1: a token; CONNECT and TRACE are not for passing on (sections 9.3.6 and 9.3.8). */
    private static final Pattern METHOD = Pattern.compile("(?!(?:CONNECT|TRACE)$)[!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

    /** As many as browsers of old and the robots standard (RFC 9309, section 2.3.1.2) follow. */
    private static final int REDIRECTS = 5;

    private static final int MOST_TOLD = 30;

    private final CallConfig config;
    private final Clock clock;
    private final RandomGenerator random;

    Planner(CallConfig config, Clock clock, RandomGenerator random) {
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /** @throws InvalidInput with every flaw of the request */
    PlannedCall plan(Project project, Provider provider, CallRequest request, String kind, boolean followRedirects) {
        List<Flaw> flaws = new ArrayList<>();
        Optional<Operation> named = request.operation().flatMap(name -> named(provider, name, request, flaws));
        String template = named.map(Operation::path)
                .or(request::path)
                .orElse(provider.protocol() instanceof Protocol.GraphQl ? GraphQlRequest.PATH : "/");
        List<String> missing = new ArrayList<>();
        String pathAndQuery = UrlTemplate.expand(template, request.params(), missing);
        Operation asked = named.orElseGet(() -> unnamed(provider, request, pathAndQuery, flaws));
        missing.forEach(name -> flaws.add(new Flaw(
                "params." + name,
                request.params().getOrDefault(name, ""),
                "is needed by " + template + ", and must not lead up the path")));
        Map<String, String> headers = SentHeaders.of(request, flaws);
        Formed formed = Formed.of(asked, request, pathAndQuery, headers, flaws);
        Operation operation = formed.operation();
        Optional<String> given = SentHeaders.key(request, headers, operation, flaws);
        Tier tier = request.tier().orElse(project.defaultTier());
        Duration time = deadline(request, tier, flaws);
        checkUri("path", provider, formed.pathAndQuery(), flaws);
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        Instant now = clock.instant();
        var id = CallId.at(now, random);
        Optional<String> key = operation.idempotencyHeader().map(header -> given.orElseGet(id::toString));
        operation
                .idempotencyHeader()
                .ifPresent(header -> headers.put(header.toLowerCase(Locale.ROOT), key.orElseThrow()));
        return new PlannedCall(
                id,
                project,
                kind,
                request,
                provider,
                operation,
                tier,
                now,
                now.plus(time),
                formed.pathAndQuery(),
                Map.copyOf(headers),
                formed.body(),
                key,
                operation.safe() && followRedirects ? REDIRECTS : 0,
                false);
    }

    /**
     * A call that passes a request on as it is. Where it is one of the provider's operations, it has that one's limits,
     * price, cache and safety; its headers, and an idempotency key among them, are its caller's alone.
     *
     * @throws InvalidInput with every flaw of the request
     */
    PlannedCall passing(Project project, Provider provider, PassedRequest passed) {
        CallRequest request = passed.asCall();
        List<Flaw> flaws = new ArrayList<>();
        if (!METHOD.matcher(passed.method()).matches()) {
            flaws.add(new Flaw("method", passed.method(), "is not a method that can be passed on"));
        }
        checkPath("path", passed.pathAndQuery(), flaws);
        Operation operation = GraphQlRequest.passed(
                asked(provider, passed.method(), passed.pathAndQuery(), passed.body()), passed.body());
        Map<String, String> headers = SentHeaders.of(request, flaws);
        Optional<String> key = SentHeaders.key(request, headers, operation, flaws);
        Tier tier = passed.tier().orElse(project.defaultTier());
        Duration time = deadline(request, tier, flaws);
        checkUri("path", provider, passed.pathAndQuery(), flaws);
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
        Instant now = clock.instant();
        return new PlannedCall(
                CallId.at(now, random),
                project,
                Calls.API_INTEGRATION,
                request,
                provider,
                operation,
                tier,
                now,
                now.plus(time),
                passed.pathAndQuery(),
                Map.copyOf(headers),
                passed.body(),
                key,
                0,
                true);
    }

    /** Those of a large provider would fill pages. */
    private static String some(Set<String> names) {
        List<String> sorted = names.stream().sorted().toList();
        return sorted.size() <= MOST_TOLD
                ? sorted.toString()
                : sorted.subList(0, MOST_TOLD) + " and " + (sorted.size() - MOST_TOLD) + " more";
    }

    private static Optional<Operation> named(Provider provider, String name, CallRequest request, List<Flaw> flaws) {
        if (request.method().isPresent() || request.path().isPresent()) {
            flaws.add(new Flaw("operation", name, "either an operation or a method and a path, not both"));
        }
        Optional<Operation> operation =
                Optional.ofNullable(provider.operations().get(name));
        if (operation.isEmpty()) {
            flaws.add(new Flaw(
                    "operation",
                    name,
                    "is not one of provider '" + provider.id() + "', which has "
                            + some(provider.operations().keySet())));
        }
        return operation;
    }

    private static Operation unnamed(Provider provider, CallRequest request, String pathAndQuery, List<Flaw> flaws) {
        boolean isGraphQl = provider.protocol() instanceof Protocol.GraphQl;
        String method = request.method().orElse(isGraphQl ? "POST" : "GET").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            flaws.add(new Flaw(
                    "method",
                    method,
                    "must be one of " + METHODS.stream().sorted().toList()));
        }
        if (request.path().isPresent()) {
            checkPath("path", request.path().get(), flaws);
        } else if (request.operation().isEmpty() && !isGraphQl) {
            flaws.add(new Flaw("operation", "", "an operation, or a method and a path, must be named"));
        }
        return asked(provider, method, pathAndQuery, request.body());
    }

    /**
     * Whoever only gives a method and a path has the limits and prices of the operation that it is. Of GraphQL, where all
     * have one path, that is the one with the same document.
     */
    private static Operation asked(Provider provider, String method, String pathAndQuery, Body body) {
        return OperationMatch.find(GraphQlRequest.candidates(provider, body), method, pathAndQuery)
                .orElseGet(() -> UnnamedOperation.of(method, pathAndQuery, provider));
    }

    /** @param key under which the path and query was given */
    static void checkPath(String key, String pathAndQuery, Provider provider, List<Flaw> flaws) {
        checkPath(key, pathAndQuery, flaws);
        checkUri(key, provider, pathAndQuery, flaws);
    }

    private static void checkPath(String key, String path, List<Flaw> flaws) {
        if (!path.startsWith("/") || path.contains("#") || UrlTemplate.climbs(path.split("\\?", 2)[0])) {
            flaws.add(new Flaw(key, path, "must start with '/', stay below the base URL and have no fragment"));
        }
    }

    private Duration deadline(CallRequest request, Tier tier, List<Flaw> flaws) {
        Duration time = request.deadline().orElse(config.deadline().of(tier));
        if (time.compareTo(config.leastAttempt()) < 0
                || time.compareTo(config.deadline().longest()) > 0) {
            flaws.add(new Flaw(
                    "deadline",
                    time.toMillis() + "ms",
                    "must be between " + config.leastAttempt().toMillis() + "ms and "
                            + config.deadline().longest().toSeconds() + "s"));
        }
        return time;
    }

    /** Only what may stand in a request line: Java's own idea of a URI has letters of all languages in it. */
    private static void checkUri(String key, Provider provider, String pathAndQuery, List<Flaw> flaws) {
        try {
            URI whole = URI.create(provider.baseUrl() + pathAndQuery);
            if (whole.toString().equals(whole.toASCIIString())) {
                return;
            }
        } catch (IllegalArgumentException notAUri) {
            // told below
        }
        flaws.add(new Flaw(key, pathAndQuery, "is not a valid URI path and query, percent-encoded (RFC 3986)"));
    }
}
