package dev.heir.integration.rest;

import dev.heir.integration.access.SessionKey;
import dev.heir.integration.access.SignInConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What browsers keep for us: out of reach of pages, sent by no page of another site, and over TLS only, but on this machine.
 * With TLS its name says that no neighbour's page can have set it (RFC 6265bis, section 4.1.3.2).
 */
@Singleton
final class SessionCookie {

    private static final String SESSION = "session";
    private static final String MEMORY = "sign-in";
    private static final String WITH_TLS = "__Host-";
    private static final String ON_THIS_MACHINE = "integration-";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Optional<URI> publicUrl;

    @Inject
    SessionCookie(SignInConfig config) {
        this(config.publicUrl());
    }

    SessionCookie(Optional<URI> publicUrl) {
        this.publicUrl = publicUrl;
    }

    Optional<SessionKey> session(HttpServerRequest request) {
        return value(request, SESSION).flatMap(SessionKey::parse);
    }

    Optional<String> memory(HttpServerRequest request) {
        return value(request, MEMORY);
    }

    String ofSession(HttpServerRequest request, String key, Duration length) {
        return written(request, SESSION, key, length);
    }

    String ofMemory(HttpServerRequest request, String sealed, Duration length) {
        return written(request, MEMORY, sealed, length);
    }

    /** One that takes it away. */
    String noSession(HttpServerRequest request) {
        return ofSession(request, "", Duration.ZERO);
    }

    String noMemory(HttpServerRequest request) {
        return ofMemory(request, "", Duration.ZERO);
    }

    /**
     * Whether a page of ours asks, or nothing is changed. Other pages can have a browser send the cookie along, but not have it say
     * that they are ours.
     */
    boolean mayChange(HttpServerRequest request) {
        return SAFE.contains(request.method().name())
                || isOurs(request.headers().getAll("origin"), request.headers().getAll("sec-fetch-site"), at(request));
    }

    static boolean isOurs(List<String> origins, List<String> sites, URI at) {
        if (!origins.isEmpty()) {
            return origins.size() == 1 && origins.getFirst().equalsIgnoreCase(origin(at));
        }
        return sites.equals(List.of("same-origin"));
    }

    /** Where others find us, if they shall. */
    Optional<URI> publicUrl() {
        return publicUrl;
    }

    /** As browsers know us. */
    URI at(HttpServerRequest request) {
        return publicUrl.orElseGet(() -> URI.create(origin(request)));
    }

    /** Whether nobody between can listen, or there is nobody between. */
    boolean isSafe(HttpServerRequest request) {
        return publicUrl.isPresent() || request.isSSL() || ThisMachine.isNamed(request);
    }

    /** Ours, in whatever spelling a browser takes for it: that of no provider, and for none. */
    static boolean isOurs(String cookie) {
        String written = cookie.strip();
        // One without a name is sent as its value alone, which may look like one with a name.
        String named = written.startsWith("=") ? written.substring(1).strip() : written;
        int end = named.indexOf('=');
        String name = (end < 0 ? named : named.substring(0, end)).strip();
        return List.of(SESSION, MEMORY).stream()
                .anyMatch(each ->
                        name.equalsIgnoreCase(WITH_TLS + each) || name.equalsIgnoreCase(ON_THIS_MACHINE + each));
    }

    /** None where there are two: one of them is not ours. */
    private Optional<String> value(HttpServerRequest request, String name) {
        String start = prefix(request) + name + "=";
        List<String> values = request.headers().getAll("cookie").stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(each -> each.startsWith(start))
                .map(each -> each.substring(start.length()))
                .distinct()
                .toList();
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private String written(HttpServerRequest request, String name, String value, Duration length) {
        String prefix = prefix(request);
        return prefix + name + "=" + value + "; Path=/; Max-Age=" + length.toSeconds() + "; HttpOnly; SameSite=Lax"
                + (prefix.equals(WITH_TLS) ? "; Secure" : "");
    }

    private String prefix(HttpServerRequest request) {
        boolean tls = publicUrl.map(url -> "https".equals(url.getScheme())).orElse(request.isSSL());
        return tls ? WITH_TLS : ON_THIS_MACHINE;
    }

    private static String origin(HttpServerRequest request) {
        String host =
                request.authority() == null ? "localhost" : request.authority().toString();
        return (request.isSSL() ? "https" : "http") + "://" + host;
    }

    private static String origin(URI at) {
        return at.getScheme() + "://" + at.getRawAuthority();
    }
}
