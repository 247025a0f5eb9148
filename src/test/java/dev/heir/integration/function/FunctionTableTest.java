package dev.heir.integration.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.inject.Named;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table, the handlers and the resources name the same functions and routes: none too few, none too many. */
class FunctionTableTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.heir.integration");

    private final FunctionTable table = new FunctionTable(new ObjectMapper());

    @Test
    void every_row_is_a_handler_and_every_handler_a_row() {
        Set<String> handlers = CLASSES.stream()
                .filter(candidate -> candidate.isAssignableTo(RequestStreamHandler.class))
                .map(handler -> handler.getAnnotationOfType(Named.class).value())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(table.functions()).containsExactlyInAnyOrderElementsOf(handlers);
    }

    @Test
    void every_route_is_a_resource_and_every_resource_a_route() {
        Set<String> resources =
                CLASSES.stream().flatMap(FunctionTableTest::routes).collect(Collectors.toCollection(TreeSet::new));
        Set<String> routes = table.functions().stream()
                .flatMap(function -> table.routesOf(function).stream())
                .map(Route::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(routes).isEqualTo(resources);
    }

    @Test
    void every_route_belongs_to_one_function() {
        List<String> routes = table.functions().stream()
                .flatMap(function -> table.routesOf(function).stream())
                .map(Route::toString)
                .toList();
        assertThat(routes).doesNotHaveDuplicates();
    }

    @Test
    void a_function_owns_its_own_routes_only() {
        assertThat(table.owns("call-api", "POST", "/v1/calls")).isTrue();
        assertThat(table.owns("report", "POST", "/v1/calls")).isFalse();
        assertThatThrownBy(() -> table.owns("nobody", "POST", "/v1/calls"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'nobody'");
    }

    private static Stream<String> routes(JavaClass candidate) {
        return candidate.getMethods().stream().flatMap(method -> verb(method)
                .map(verb -> asTheGatewaySpellsIt(verb, path(candidate) + path(method))));
    }

    /** A path that goes on for ever is one route for all methods there. */
    private static String asTheGatewaySpellsIt(String verb, String path) {
        String open = path.replaceAll("\\{(\\w+): \\.\\*}", "{$1+}");
        return (open.equals(path) ? verb : "ANY") + " " + open;
    }

    private static Stream<String> verb(JavaMethod method) {
        return method.getAnnotations().stream()
                .flatMap(annotation -> annotation.getRawType().tryGetAnnotationOfType(HttpMethod.class).stream())
                .map(HttpMethod::value);
    }

    private static String path(JavaClass resource) {
        return resource.tryGetAnnotationOfType(Path.class)
                .map(path -> segment(path.value()))
                .orElse("");
    }

    private static String path(JavaMethod method) {
        return method.tryGetAnnotationOfType(Path.class)
                .map(path -> segment(path.value()))
                .orElse("");
    }

    /** JAX-RS adds the slash where one is missing. */
    private static String segment(String path) {
        String slashed = path.startsWith("/") ? path : "/" + path;
        return slashed.equals("/") ? "" : slashed;
    }
}
