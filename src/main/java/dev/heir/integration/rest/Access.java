package dev.heir.integration.rest;

import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Projects;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in: projects with their key at the callers' routes, administrators everywhere else. Without an admin key
 * the laptop's own user is the administrator, and on Lambda nobody is.
 */
@Singleton
public class Access {

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
        return bearer(authorization).flatMap(projects::byKey).orElseThrow(() -> new Problem(
                        401,
                        "unauthorized",
                        "Who are you?",
                        "send a project's key as 'Authorization: Bearer <key>'; PUT /v1/projects/{id} gives one")
                .header("WWW-Authenticate", "Bearer"));
    }

    @ServerRequestFilter
    void admit(ContainerRequestContext request, HttpServerRequest connection) {
        if (isForCallers(request.getUriInfo().getPath())) {
            return;
        }
        Optional<String> given = bearer(request.getHeaderString("Authorization"));
        boolean admitted = config.key().isPresent()
                ? given.filter(key -> same(key, config.key().get())).isPresent()
                : !onLambda && connection.remoteAddress() != null && isLoopback(connection);
        if (!admitted) {
            throw new Problem(
                            config.key().isPresent() ? 401 : 403,
                            "unauthorized",
                            "Not an administrator",
                            config.key().isPresent()
                                    ? "send the admin key as 'Authorization: Bearer <key>'"
                                    : "without integration.admin.key administration answers to this machine only, and never on Lambda")
                    .header("WWW-Authenticate", "Bearer");
        }
    }

    static boolean isForCallers(String path) {
        String plain = path.startsWith("/") ? path : "/" + path;
        return plain.equals("/v1/calls")
                || plain.startsWith("/v1/calls/")
                || plain.equals("/v1/scrapes")
                || plain.startsWith("/v1/scrapes/");
    }

    private static boolean isLoopback(HttpServerRequest connection) {
        String host = connection.remoteAddress().hostAddress();
        return host != null && (host.startsWith("127.") || host.equals("0:0:0:0:0:0:0:1") || host.equals("::1"));
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
