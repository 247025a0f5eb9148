package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourcesTest {

    private final Sources sources = new Sources(List.of("10.0.0.0/8", "127.0.0.1", "2001:db8::/32"));

    @Test
    void who_connects_is_the_source_whatever_it_says() {
        assertThat(from("203.0.113.7", "198.51.100.1")).isEqualTo("203.0.113.7");
        assertThat(from("203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(from("")).isEmpty();
    }

    @Test
    void a_trusted_proxy_is_believed_and_what_came_before_it_is_not() {
        assertThat(from("10.1.2.3", "198.51.100.1")).isEqualTo("198.51.100.1");
        assertThat(from("10.1.2.3", "6.6.6.6, 198.51.100.1")).isEqualTo("198.51.100.1");
        assertThat(from("10.1.2.3", "6.6.6.6", "198.51.100.1, 127.0.0.1")).isEqualTo("198.51.100.1");
        assertThat(from("2001:db8::1", "198.51.100.1")).isEqualTo("198.51.100.1");
        assertThat(from("10.1.2.3")).isEqualTo("10.1.2.3");
    }

    @Test
    void an_ipv6_network_is_one_source() {
        assertThat(from("2a00:1:2:3::1")).isEqualTo(from("2a00:1:2:3:ffff::9")).isNotEqualTo(from("2a00:1:2:4::1"));
    }

    @Test
    void the_door_of_lambda_is_believed_for_its_secret() {
        String told = sources.header("198.51.100.1");
        assertThat(sources.of("127.0.0.1", MultiMap.caseInsensitiveMultiMap().add(Sources.HEADER, told)))
                .isEqualTo("198.51.100.1");
        String forged = new Sources(List.of()).header("198.51.100.1");
        assertThat(sources.of("203.0.113.7", MultiMap.caseInsensitiveMultiMap().add(Sources.HEADER, forged)))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void a_network_that_is_none_stops_the_start() {
        for (String text : List.of("example.com", "10.0.0.0/33", "10.0.0.0/x", "")) {
            assertThatThrownBy(() -> new Sources(List.of(text))).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private String from(String connection, String... forwarded) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (String value : forwarded) {
            headers.add("X-Forwarded-For", value);
        }
        return sources.of(connection, headers);
    }
}
