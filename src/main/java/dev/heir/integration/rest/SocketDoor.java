package dev.heir.integration.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.call.Answer;
import dev.heir.integration.call.Calls;
import dev.heir.integration.call.PassedRequest;
import dev.heir.integration.call.Relays;
import dev.heir.integration.call.socket.Line;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Providers;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * WebSockets through the transparent door of {@code call-api} (RFC 6455). The provider's handshake is done first, with the
 * ladder behind it; its caller's follows only when there is something to be connected to. Resources give responses, and a
 * connection that becomes another is none, so this is a route of its own before them.
 */
@Singleton
final class SocketDoor {

    private static final Logger LOG = Logger.getLogger(SocketDoor.class);

    private final Calls calls;
    private final Relays relays;
    private final Access access;
    private final Providers providers;
    private final ObjectMapper json;
    private final Clock clock;

    SocketDoor(Calls calls, Relays relays, Access access, Providers providers, ObjectMapper json, Clock clock) {
        this.calls = calls;
        this.relays = relays;
        this.access = access;
        this.providers = providers;
        this.json = json;
        this.clock = clock;
    }

    void open(@Observes Router router) {
        router.routeWithRegex(PassedRequests.DOOR + "[^/]+/.*").order(-1).handler(this::visited);
    }

    private void visited(RoutingContext visit) {
        HttpServerRequest request = visit.request();
        Map<String, List<String>> headers = PassedHeaders.of(request.headers());
        Optional<Upgrade> asked = request.version() == HttpVersion.HTTP_2 ? Optional.empty() : Upgrade.of(headers);
        if (asked.isEmpty()) {
            visit.next();
            return;
        }
        Context own = visit.vertx().getOrCreateContext();
        Thread.ofVirtual().name("socket").start(() -> {
            try {
                Handshake.check(request.method().name(), asked.get(), headers);
                pass(request, own, provider(visit.normalizedPath()), headers);
            } catch (RuntimeException refused) {
                say(request.response(), ProblemMapper.told(refused));
            }
        });
    }

    /** As the route was found; {@link PassedRequests#below} refuses a path that is written otherwise. */
    private static String provider(String path) {
        String below = path.substring(PassedRequests.DOOR.length());
        return below.substring(0, below.indexOf('/'));
    }

    private void pass(HttpServerRequest request, Context own, String provider, Map<String, List<String>> headers) {
        PassedHeaders.Asked asked = PassedHeaders.asked(headers);
        Project project = access.projectWith(
                request, asked.key().or(() -> ShownKeys.inTarget(request.uri()).key()));
        PassedRequest passed = PassedRequests.read(request, provider, asked, null);
        if (project.reach().allows(passed.provider())
                && providers.find(passed.provider()).isEmpty()) {
            throw Problem.notFound("provider", passed.provider());
        }
        try (Relays.Seat _ = relays.seat().orElseThrow(SocketDoor::full)) {
            Answer opened = Openings.opened(calls.pass(project, passed), clock.instant());
            connected(request, own, opened).ifPresent(caller -> relays.carry(passed.provider(), opened, caller));
        }
    }

    private static Problem full() {
        return new Problem(
                        503,
                        "sockets-full",
                        "No more WebSockets are opened here",
                        "as many are open as integration.sockets.most allows, or this process stops; try another")
                .with("fault", "orchestrator")
                .header("Retry-After", "5");
    }

    /** Our own 101, with what the provider chose; empty when the caller has gone by now. */
    private Optional<Line> connected(HttpServerRequest request, Context own, Answer opened) {
        HttpServerResponse response = request.response();
        PassedHeaders.answered(opened.headers()).forEach(response::putHeader);
        response.headers().remove("content-length");
        response.putHeader("Connection", "Upgrade")
                .putHeader("Upgrade", Upgrade.WEBSOCKET)
                .putHeader("Via", PassedHeaders.OUR_NAME)
                .putHeader("Integration-Call", opened.id().toString())
                .putHeader("Integration-Source", opened.source().name())
                .putHeader(
                        "Integration-Strikes", Integer.toString(opened.strikes().size()));
        try {
            return Optional.of(CallerLine.opened(request, own, relays.patience())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join());
        } catch (CompletionException gone) {
            LOG.debugf(gone, "who asked for %s went away before it was open", opened.id());
            relays.unused(opened);
            return Optional.empty();
        }
    }

    private void say(HttpServerResponse response, Problem problem) {
        if (response.ended() || response.closed()) {
            return;
        }
        try {
            Buffer body = Buffer.buffer(json.writeValueAsBytes(problem.members()));
            problem.headers().forEach(response::putHeader);
            var _ = response.setStatusCode(problem.status())
                    .putHeader("Content-Type", ProblemMapper.TYPE)
                    .end(body);
        } catch (JsonProcessingException | IllegalStateException e) {
            LOG.debugf(e, "a problem could not be told: %s", problem.getMessage());
        }
    }
}
