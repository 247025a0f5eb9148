package dev.heir.integration.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

    private final Route mapping = Route.parse("GET /v1/providers/{id}/mappings/{name}");

    @Test
    void a_brace_stands_for_one_segment() {
        assertThat(mapping.matches("GET", "/v1/providers/shop/mappings/orders.yaml"))
                .isTrue();
        assertThat(mapping.matches("GET", "/v1/providers/shop/mappings/a/b")).isFalse();
        assertThat(mapping.matches("GET", "/v1/providers/shop/mappings/")).isFalse();
        assertThat(mapping.matches("GET", "/v1/providers/shop/mappings")).isFalse();
    }

    @Test
    void another_method_is_another_route() {
        assertThat(mapping.matches("PUT", "/v1/providers/shop/mappings/orders.yaml"))
                .isFalse();
    }

    @Test
    void a_literal_segment_is_compared_as_it_is() {
        Route calls = Route.parse("POST /v1/calls");
        assertThat(calls.matches("POST", "/v1/calls")).isTrue();
        assertThat(calls.matches("POST", "/v1/callsX")).isFalse();
        assertThat(calls.matches("POST", "/v1/calls/")).isFalse();
    }

    @Test
    void a_route_without_a_path_is_refused() {
        assertThatThrownBy(() -> Route.parse("GET"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'GET'");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/proxy/shop/orders, true",
        "PROPFIND, /v1/proxy/shop/orders/7/items, true",
        "GET, /v1/proxy/shop/, true",
        "GET, /v1/proxy/shop, false",
        "GET, /v1/proxy//orders, false",
        "GET, /v1/calls/shop/orders, false",
    })
    void an_open_route_is_for_every_method_and_all_that_follows(String method, String path, boolean matches) {
        assertThat(Route.parse("ANY /v1/proxy/{provider}/{path+}").matches(method, path))
                .isEqualTo(matches);
    }
}
