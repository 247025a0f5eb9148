package dev.heir.integration.rest;

import dev.heir.integration.provider.Closest;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses what would be passed over in silence: a misspelt filter answers another question, a blank key protects nobody. */
final class RequestCheck {

    /** After the doorkeeper: whoever may not come in learns nothing about the house. */
    private static final int AFTER_ADMISSION = 6_000;

    private final Map<Method, Map<String, Class<?>>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter(priority = AFTER_ADMISSION)
    void check(ResourceInfo resource, UriInfo uri, HttpHeaders headers) {
        Method route = resource.getResourceMethod();
        if (passesItOn(route)) {
            return;
        }
        // As a parameter, a blank header looks like none.
        headers.getRequestHeader("Idempotency-Key").forEach(IdempotencyKey::read);
        if (!uri.getQueryParameters().isEmpty()) {
            check(known.computeIfAbsent(route, RequestCheck::read), uri.getQueryParameters());
        }
    }

    /** @throws InvalidInput with all flaws */
    static void check(Map<String, Class<?>> read, Map<String, List<String>> query) {
        List<Flaw> flaws = new ArrayList<>();
        new TreeMap<>(query).forEach((name, values) -> {
            Class<?> type = read.get(name);
            if (type == null) {
                flaws.add(new Flaw(name, String.join(", ", values), "is not read here" + known(name, read)));
            } else if (type == int.class) {
                values.stream()
                        .filter(value -> !value.matches("-?\\d{1,9}"))
                        .forEach(value -> flaws.add(new Flaw(name, value, "must be a whole number")));
            }
        });
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
    }

    private static String known(String name, Map<String, Class<?>> read) {
        return Closest.to(name, read.keySet())
                .map(near -> ": did you mean '" + near + "'?")
                .orElse(
                        read.isEmpty()
                                ? ": nothing is"
                                : ": " + String.join(", ", new TreeMap<>(read).keySet()) + " are");
    }

    /** Who takes the request as it is has a use for all of it. */
    private static boolean passesItOn(Method route) {
        return Arrays.asList(route.getParameterTypes()).contains(HttpServerRequest.class);
    }

    static Map<String, Class<?>> read(Method route) {
        Map<String, Class<?>> read = new TreeMap<>();
        for (Parameter parameter : route.getParameters()) {
            QueryParam query = parameter.getAnnotation(QueryParam.class);
            if (query != null) {
                read.put(query.value(), parameter.getType());
            }
        }
        return read;
    }
}
