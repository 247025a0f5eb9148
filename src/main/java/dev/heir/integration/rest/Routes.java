package dev.heir.integration.rest;

import dev.heir.integration.access.Role;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which methods each path is for: the framework knows, and does not tell. */
final class Routes {

    static final List<Class<?>> RESOURCES = List.of(
            AssignmentsResource.class,
            AuditResource.class,
            CallsResource.class,
            CostsResource.class,
            ConnectionsResource.class,
            CredentialsResource.class,
            EscalationsResource.class,
            HealthResource.class,
            KnowledgeResource.class,
            LedgerResource.class,
            MeResource.class,
            MonitorsResource.class,
            ProjectsResource.class,
            ProvidersResource.class,
            QuotasResource.class,
            ReportResource.class,
            ScrapePagesResource.class,
            ScrapesResource.class,
            SealingKeysResource.class,
            SessionsResource.class,
            SignInResource.class,
            SignOutResource.class,
            OptOutsResource.class,
            StaffKeysResource.class,
            SweepsResource.class);

    private static final List<String> METHODS = List.of("DELETE", "GET", "POST", "PUT");

    private Routes() {}

    /** In alphabetical order; empty where there is no such path. */
    static List<String> allowed(String path) {
        return METHODS.stream()
                .filter(method -> routes(method, path).findAny().isPresent())
                .toList();
    }

    /** What may be sent there, in words. */
    static String formats(String method, String path) {
        return routes(method, path)
                        .map(route -> route.getAnnotation(Consumes.class))
                        .anyMatch(read -> read != null && List.of(read.value()).contains(Document.YAML))
                ? "application/json or application/yaml"
                : "application/json";
    }

    private static Stream<Method> routes(String method, String path) {
        return RESOURCES.stream().flatMap(resource -> Arrays.stream(resource.getMethods())
                .filter(route -> isFor(method, route) && path.matches(pattern(resource, route))));
    }

    /**
     * Whom a route admits; empty for anybody.
     *
     * @param path as a template, or filled
     */
    static Optional<Role> admitted(String method, String path) {
        return Stream.concat(RESOURCES.stream(), Stream.of(ProxyResource.class))
                .flatMap(resource -> Arrays.stream(resource.getMethods())
                        .filter(route -> isFor(method, route) && path.matches(pattern(resource, route))))
                .findFirst()
                .map(route ->
                        Optional.ofNullable(route.getAnnotation(Admits.class)).map(Admits::value))
                .orElseThrow(() -> new IllegalArgumentException("there is no " + method + " " + path));
    }

    private static boolean isFor(String method, Method route) {
        return Arrays.stream(route.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .anyMatch(verb -> verb != null && verb.value().equals(method));
    }

    private static String pattern(Class<?> resource, Method route) {
        Path sub = route.getAnnotation(Path.class);
        String template = resource.getAnnotation(Path.class).value() + (sub == null ? "" : sub.value());
        return Arrays.stream(template.split("/", -1))
                        .map(part -> part.startsWith("{") ? "[^/]+" : part)
                        .reduce((one, next) -> one + "/" + next)
                        .orElse("")
                + "/?";
    }
}
