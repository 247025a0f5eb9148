package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThisMachineTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost:8080",
        "127.0.0.1, localhost",
        "127.3.2.1, 127.0.0.1:8080",
        "0:0:0:0:0:0:0:1, [::1]:8080",
        "::1, LOCALHOST:8080"
    })
    void its_user_asks_from_loopback_under_a_name_of_loopback(String from, String host) {
        assertThat(asks(from, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, localhost:8080",
        "127.0.0.1, evil.example",
        "127.0.0.1, localhost.evil.example",
        "127.0.0.1, evil.example:8080",
        "127.0.0.1, 127.0.0.1.nip.io",
        "127.0.0.1, user@localhost",
        "127.0.0.1, 'localhost:8080, evil.example'",
        "127.0.0.1, localhost.",
        "127.0.0.1, ''",
        "127.0.0.1,",
        ", localhost"
    })
    void nobody_else_does(String from, String host) {
        assertThat(asks(from, host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "x-forwarded-anything", "VIA", "X-Real-IP", "CF-Ray"})
    void what_came_through_a_proxy_is_not_its_users(String header) {
        assertThat(asks("127.0.0.1", "localhost", header, "anything")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, true",
        "HTTP://LOCALHOST:8080, true",
        "http://localhost:3000, false",
        "http://127.0.0.1:8080, false",
        "https://evil.example, false",
        "http://localhost:8080.evil.example, false",
        "null, false",
        "' ', false"
    })
    void a_page_asks_for_its_user_only_when_it_is_ours(String origin, boolean asks) {
        assertThat(asks("127.0.0.1", "localhost:8080", "Origin", origin)).isEqualTo(asks);
    }

    @ParameterizedTest
    @CsvSource({"same-origin, true", "none, true", "same-site, false", "cross-site, false", "'', false"})
    void browsers_say_where_a_request_comes_from(String site, boolean asks) {
        assertThat(asks("127.0.0.1", "localhost", "Sec-Fetch-Site", site)).isEqualTo(asks);
    }

    @Test
    void who_connects_is_a_proxy_where_others_are_told_to_find_us() {
        assertThat(ThisMachine.isFoundByOthers(Optional.of(URI.create("https://orchestrator.example"))))
                .isTrue();
        assertThat(ThisMachine.isFoundByOthers(Optional.of(URI.create("http://localhost:8080"))))
                .isFalse();
        assertThat(ThisMachine.isFoundByOthers(Optional.empty())).isFalse();
    }

    @Test
    void nobody_but_a_proxy_speaks_http_1_0() {
        assertThat(ThisMachine.asks(HttpVersion.HTTP_1_0, "127.0.0.1", "127.0.0.1:8080", List.of()))
                .isFalse();
    }

    @Test
    void a_second_host_is_one_too_many() {
        assertThat(asks("127.0.0.1", "localhost", "Host", "evil.example")).isFalse();
    }

    private static boolean asks(String from, String host) {
        return ThisMachine.asks(HttpVersion.HTTP_1_1, from, host, List.of());
    }

    private static boolean asks(String from, String host, String name, String value) {
        return ThisMachine.asks(HttpVersion.HTTP_2, from, host, List.of(Map.entry(name, value)));
    }
}
