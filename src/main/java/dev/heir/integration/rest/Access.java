package dev.heir.integration.rest;

import dev.heir.integration.access.Actor;
import dev.heir.integration.access.Attempts;
import dev.heir.integration.access.People;
import dev.heir.integration.access.Role;
import dev.heir.integration.access.SessionKey;
import dev.heir.integration.access.StaffKeys;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Projects;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who comes in. A key that is shown decides, right or wrong, then a session; without any, and without an admin key, the
 * laptop's own user is the administrator, and on Lambda nobody is.
 */
@ApplicationScoped
class Access {

    private static final Actor OWN_USER = new Actor("this machine's user", Role.ADMIN, Actor.How.THIS_MACHINE);

    private final Projects projects;
    private final StaffKeys staff;
    private final AdminConfig config;
    private final Attempts attempts;
    private final Sources sources;
    private final People people;
    private final SessionCookie cookie;
    private final boolean onLambda;

    Access(
            Projects projects,
            StaffKeys staff,
            AdminConfig config,
            Attempts attempts,
            Sources sources,
            People people,
            SessionCookie cookie) {
        this.projects = projects;
        this.staff = staff;
        this.config = config;
        this.attempts = attempts;
        this.sources = sources;
        this.people = people;
        this.cookie = cookie;
        this.onLambda = System.getenv("AWS_LAMBDA_RUNTIME_API") != null;
    }

    /**
     * The project whose key this is.
     *
     * @throws Problem 401 when it is none's
     */
    Project project(@Nullable String authorization) {
        return bearer(authorization).flatMap(projects::byKey).orElseThrow(() -> unknown(Role.CALLER));
    }

    /** @throws Problem 401 when there is no key, or it is no project's; 429 when that is one too many */
    Project projectWith(HttpServerRequest request, Optional<String> key) {
        return key.flatMap(projects::byKey)
                .orElseThrow(() -> key.isPresent() ? wrong(request, Role.CALLER) : unknown(Role.CALLER));
    }

    /**
     * Who asks.
     *
     * @param needed what the route is for, to say what to show
     * @throws Problem 401 when nobody is known by what was shown; 429 when that is one too many
     */
    Actor actor(HttpServerRequest request, Role needed) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            Optional<Actor> person = visitor(request, needed).map(People.Shown.Known::actor);
            if (person.isPresent()) {
                return person.get();
            }
            return Optional.of(OWN_USER)
                    .filter(user -> user.role().may(needed) && isOwnUser(request))
                    .orElseThrow(() -> unknown(needed));
        }
        return bearer(authorization).flatMap(key -> known(key, request)).orElseThrow(() -> wrong(request, needed));
    }

    /**
     * Whoever is signed in with the browser that asks.
     *
     * @return empty when the browser shows no session
     * @throws Problem 401 when the session is over, 403 when a page of another site wants something changed
     */
    Optional<People.Shown.Known> visitor(HttpServerRequest request, Role needed) {
        Optional<SessionKey> shown = people.areExpected() ? cookie.session(request) : Optional.empty();
        return shown.map(key -> {
            if (!cookie.mayChange(request)) {
                throw new Problem(
                        403,
                        "cross-site",
                        "Not from there",
                        "with a session only our own pages change something: the request's 'Origin' must be "
                                + cookie.at(request) + ", or 'Sec-Fetch-Site' same-origin where there is none");
            }
            return switch (people.by(key)) {
                case People.Shown.Known known -> known;
                case People.Shown.Over(String why) ->
                    throw new Problem(401, "signed-out", "Sign in again", why + "; GET /v1/sign-in begins another one");
                case People.Shown.Nobodys() -> throw wrong(request, needed);
            };
        });
    }

    private boolean isOwnUser(HttpServerRequest request) {
        return config.key().isEmpty() && !onLambda && isThisMachines(request);
    }

    /** Whether the request was made on this machine, and by nobody who only passes it on. */
    boolean isThisMachines(HttpServerRequest request) {
        return ThisMachine.asks(request, cookie.publicUrl());
    }

    /**
     * Keys that we made are looked up whatever their source did: 256 random bits are guessed by nobody, and one caller with an
     * old key must not stop its neighbours behind the same address. The admin key is a word that a person chose.
     */
    private Optional<Actor> known(String key, HttpServerRequest request) {
        return projects.byKey(key)
                .map(project -> new Actor("project '" + project.id() + "'", Role.CALLER, Actor.How.PROJECT_KEY))
                .or(() -> staff.byKey(key))
                .or(() -> config.key()
                        .filter(admin -> attempts.pause(sources.of(request)).isEmpty() && same(key, admin))
                        .map(admin -> new Actor("the admin key", Role.ADMIN, Actor.How.ADMIN_KEY)));
    }

    private Problem wrong(HttpServerRequest request, Role needed) {
        return attempts.failed(sources.of(request))
                .map(pause -> new Problem(
                                429,
                                "too-many-wrong-keys",
                                "Too many wrong keys",
                                "keys that we do not know came from where you are; wait before you show another")
                        .header(
                                "Retry-After",
                                Long.toString(pause.plusMillis(999).toSeconds())))
                .orElseGet(() -> unknown(needed));
    }

    private Problem unknown(Role needed) {
        String show = needed == Role.CALLER
                ? "send a project's key as 'Authorization: Bearer <key>'; PUT /v1/projects/{id} gives one"
                : config.key().isPresent()
                        ? "send the admin key or a staff key as 'Authorization: Bearer <key>'"
                                + (people.areExpected() ? ", or sign in at GET /v1/sign-in" : "")
                        : "send a staff key as 'Authorization: Bearer <key>'; without one, and without integration.admin.key, administration answers to this machine's own user only:"
                                + " directly, under a name of loopback, to no page of a website, not where integration.public-url says that"
                                + " others find us, and never on Lambda";
        return new Problem(401, "unauthorized", "Who are you?", show).header("WWW-Authenticate", "Bearer");
    }

    private static Optional<String> bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(authorization.substring(7).strip())
                : Optional.empty();
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(digest(one), digest(other));
    }

    /** Of equal length whatever the key's: the comparison tells that else. */
    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
