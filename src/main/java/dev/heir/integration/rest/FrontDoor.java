package dev.heir.integration.rest;

import io.quarkus.runtime.LaunchMode;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells whoever knocks at {@code /} where things are; it is no route of a function, and says nothing else. */
@Singleton
final class FrontDoor {

    void open(@Observes Router router) {
        router.get("/").handler(visit -> visit.response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject(links()).toBuffer()));
    }

    static Map<String, Object> links() {
        List<String> api = Routes.RESOURCES.stream()
                .map(resource -> resource.getAnnotation(Path.class).value())
                .sorted()
                .toList();
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("what", "Integration Orchestrator; its README says how to begin");
        links.put("description", "/q/openapi");
        if (LaunchMode.current().isDevOrTest()) {
            links.put("try", "/q/swagger-ui"); // no other mode has it
        }
        links.put("metrics", "/q/metrics");
        links.put("alive", "/q/health");
        links.put("api", api);
        return links;
    }
}
