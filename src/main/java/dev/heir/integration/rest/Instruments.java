package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Metrics and the API's description are for operators, and for whoever asks from this machine; that we live is no secret. */
@Singleton
final class Instruments {

    private static final String ALIVE = "/q/health";

    private final Access access;

    Instruments(Access access) {
        this.access = access;
    }

    /** Before all others; on a worker thread, because who somebody is may have to be read from PostgreSQL. */
    void guard(@Observes Router router) {
        router.route("/q/*").order(Integer.MIN_VALUE).blockingHandler(this::admit, false);
    }

    private void admit(RoutingContext visit) {
        String path = visit.normalizedPath();
        boolean open = path.equals(ALIVE) || path.startsWith(ALIVE + "/") || access.isThisMachines(visit.request());
        try {
            if (open || access.actor(visit.request(), Role.OPERATOR).role().may(Role.OPERATOR)) {
                visit.next();
                return;
            }
            refuse(visit, new Problem(403, "forbidden", "Not for you", "this is for operators"));
        } catch (Problem refused) {
            refuse(visit, refused);
        }
    }

    private static void refuse(RoutingContext visit, Problem problem) {
        visit.response().setStatusCode(problem.status()).putHeader("Content-Type", ProblemMapper.TYPE);
        problem.headers().forEach(visit.response()::putHeader);
        visit.end(new JsonObject(problem.members()).toBuffer());
    }
}
