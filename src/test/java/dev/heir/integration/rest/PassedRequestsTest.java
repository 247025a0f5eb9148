package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.provider.InvalidInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose request a target is, and what is asked of the provider. */
class PassedRequestsTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/proxy/a/, /",
        "/v1/proxy/a/x?y=%2F, /x?y=%2F",
        "/v1/proxy/a//x, //x",
        "/v1/proxy/a/v1/proxy/b/, /v1/proxy/b/",
        "http://here.example/v1/proxy/a/x, /x",
    })
    void what_follows_the_provider_is_asked_of_it_letter_by_letter(String target, String below) {
        assertThat(PassedRequests.below(target, "a")).isEqualTo(below);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/%70roxy/a/x?z=/v1/proxy/b/y",
                "/v1/%70roxy/a/x",
                "/v1//proxy/a/x",
                "//v1/proxy/a/x",
                "/v1/./proxy/a/x",
                "/v1/proxy/%61/x",
                "/v1/proxy/b/../a/x",
                "*",
                "",
                "http://here.example",
                "http://here.example?/v1/proxy/a/x",
                "x://v1/proxy/a/x"
            })
    void a_target_that_names_its_provider_in_another_way_is_refused(String target) {
        assertThatThrownBy(() -> PassedRequests.below(target, "a"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageNotContaining("z=");
    }
}
