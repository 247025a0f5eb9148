package dev.heir.integration.rest;

import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Projects;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in: projects with their key at the callers' routes, administrators everywhere else. Without an admin key
 * the laptop's own user is the administrator, and on Lambda nobody is.
 */
@ApplicationScoped
class Access {

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
        return key.flatMap(projects::byKey).orElseThrow(() -> new Problem(
                        401,
                        "unauthorized",
                        "Who are you?",
                        "send a project's key as 'Authorization: Bearer <key>'; PUT /v1/projects/{id} gives one")
                .header("WWW-Authenticate", "Bearer"));
    }

    /**
     * Lets administrators in.
     *
     * @param loopback whether the connection came from this machine
     * @throws Problem 401 or 403 to anyone else
     */
    void administrator(@Nullable String authorization, boolean loopback) {
        Optional<String> needed = config.key();
        boolean admitted = needed.isPresent()
                ? bearer(authorization).filter(key -> same(key, needed.get())).isPresent()
                : loopback && !onLambda;
        if (!admitted) {
            throw new Problem(
                            needed.isPresent() ? 401 : 403,
                            "unauthorized",
                            "Not an administrator",
                            needed.isPresent()
                                    ? "send the admin key as 'Authorization: Bearer <key>'"
                                    : "without integration.admin.key administration answers to this machine only, and never on Lambda")
                    .header("WWW-Authenticate", "Bearer");
        }
    }

    private static Optional<String> bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(authorization.substring(7).strip())
                : Optional.empty();
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
