package dev.heir.integration.rest;

import dev.heir.integration.access.Actor;
import dev.heir.integration.access.Role;
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
 * Who comes in. A key that is shown decides, right or wrong; without one, and without an admin key, the laptop's own user
 * is the administrator, and on Lambda nobody is.
 */
@ApplicationScoped
class Access {

    private static final Actor OWN_USER = new Actor("this machine's user", Role.ADMIN, Actor.How.THIS_MACHINE);

    private final Projects projects;
    private final AdminConfig config;
    private final boolean onLambda;

    Access(Projects projects, AdminConfig config) {
        this.projects = projects;
        this.config = config;
        this.onLambda = System.getenv("AWS_LAMBDA_RUNTIME_API") != null;
    }

    /**
     * The project whose key this is.
     *
     * @throws Problem 401 when it is none's
     */
    Project project(@Nullable String authorization) {
        return projectWith(bearer(authorization));
    }

    /** @throws Problem 401 when there is no key, or it is no project's */
    Project projectWith(Optional<String> key) {
        return key.flatMap(projects::byKey).orElseThrow(() -> unknown(Role.CALLER));
    }

    /**
     * Who asks.
     *
     * @param needed what the route is for, to say what to show
     * @throws Problem 401 when nobody is known by what was shown
     */
    Actor actor(HttpServerRequest request, Role needed) {
        String authorization = request.getHeader("Authorization");
        Optional<Actor> actor = authorization == null
                ? Optional.of(OWN_USER).filter(user -> user.role().may(needed) && isOwnUser(request))
                : bearer(authorization).flatMap(this::known);
        return actor.orElseThrow(() -> unknown(needed));
    }

    private boolean isOwnUser(HttpServerRequest request) {
        return config.key().isEmpty() && !onLambda && ThisMachine.asks(request);
    }

    private Optional<Actor> known(String key) {
        return config.key()
                .filter(admin -> same(key, admin))
                .map(admin -> new Actor("the admin key", Role.ADMIN, Actor.How.ADMIN_KEY))
                .or(() -> projects.byKey(key)
                        .map(project ->
                                new Actor("project '" + project.id() + "'", Role.CALLER, Actor.How.PROJECT_KEY)));
    }

    private Problem unknown(Role needed) {
        String show = needed == Role.CALLER
                ? "send a project's key as 'Authorization: Bearer <key>'; PUT /v1/projects/{id} gives one"
                : config.key().isPresent()
                        ? "send the admin key as 'Authorization: Bearer <key>'"
                        : "without integration.admin.key administration answers to this machine's own user only:"
                                + " directly, under a name of loopback, to no page of a website, and never on Lambda";
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
