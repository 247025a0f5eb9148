package dev.heir.integration.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which function owns which route: {@code terraform/functions.json}, packaged as it is. */
@Singleton
class FunctionTable {

    private static final String RESOURCE = "/functions.json";

    private final Map<String, List<Route>> routes = new LinkedHashMap<>();

    @Inject
    FunctionTable(ObjectMapper json) {
        try (InputStream table = FunctionTable.class.getResourceAsStream(RESOURCE)) {
            JsonNode rows = json.readTree(Objects.requireNonNull(table, "the package lacks " + RESOURCE));
            rows.properties().forEach(row -> {
                List<Route> own = new ArrayList<>();
                row.getValue().path("routes").forEach(route -> own.add(Route.parse(route.asText())));
                routes.put(row.getKey(), List.copyOf(own));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> functions() {
        return routes.keySet();
    }

    /** @throws IllegalArgumentException when there is no such function */
    List<Route> routesOf(String function) {
        List<Route> own = routes.get(function);
        if (own == null) {
            throw new IllegalArgumentException("no row of functions.json is named '" + function + "'");
        }
        return own;
    }

    boolean owns(String function, String method, String path) {
        return routesOf(function).stream().anyMatch(route -> route.matches(method, path));
    }
}
