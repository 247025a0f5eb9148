package dev.heir.integration.rest;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Says why a body is too large before the server refuses it without a word. */
@Singleton
final class Sizes {

    /** Before the server's own check, which is a handler of order -2. */
    private static final int FIRST = 1_000;

    private final Optional<MemorySize> largest;

    Sizes(@ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> largest) {
        this.largest = largest;
    }

    void install(@Observes Filters filters) {
        largest.ifPresent(most -> filters.register(request -> check(request, most.asLongValue()), FIRST));
    }

    private static void check(RoutingContext request, long most) {
        String length = request.request().getHeader("Content-Length");
        if (length == null || !length.matches("\\d{1,18}") || Long.parseLong(length) <= most) {
            request.next();
            return;
        }
        Problem problem = tooLarge(most).with("length", Long.parseLong(length));
        request.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", ProblemMapper.TYPE)
                .putHeader("Connection", "close")
                .end(new JsonObject(problem.members()).toBuffer());
    }

    private static Problem tooLarge(long most) {
        return new Problem(
                413, "too-large", "Content too large", "a request's body may have at most " + most + " bytes");
    }
}
