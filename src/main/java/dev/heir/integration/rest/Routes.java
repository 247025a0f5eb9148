package dev.heir.integration.rest;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which methods each path is for: the framework knows, and does not tell. */
final class Routes {

    static final List<Class<?>> RESOURCES = List.of(
            AssignmentsResource.class,
            CallsResource.class,
            CostsResource.class,
            CredentialsResource.class,
            EscalationsResource.class,
            HealthResource.class,
            KnowledgeResource.class,
            LedgerResource.class,
            ProjectsResource.class,
            ProvidersResource.class,
            QuotasResource.class,
            ReportResource.class,
            ScrapesResource.class,
            SweepsResource.class);

    private static final Map<String, Class<? extends Annotation>> METHODS =
            Map.of("GET", GET.class, "POST", POST.class, "PUT", PUT.class, "DELETE", DELETE.class);

    private Routes() {}

    /** In alphabetical order; empty where there is no such path. */
    static List<String> allowed(String path) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Class<?> resource : RESOURCES) {
            for (Method route : resource.getMethods()) {
                METHODS.forEach((name, annotation) -> {
                    if (route.isAnnotationPresent(annotation) && path.matches(pattern(resource, route))) {
                        allowed.add(name);
                    }
                });
            }
        }
        return List.copyOf(allowed);
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
