package dev.heir.integration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCookieTest {

    private static final URI US = URI.create("https://orchestrator.example");

    @Test
    void a_session_goes_to_no_provider_and_what_stands_beside_it_does() {
        PassedHeaders.Asked asked = PassedHeaders.asked(Map.of(
                "cookie",
                List.of("theme=dark; __Host-session=is_1; a=b", "integration-session=is_1; __Host-sign-in=x", "c=d")));
        assertThat(asked.passed()).containsEntry("cookie", "theme=dark; a=b; c=d");
        assertThat(PassedHeaders.asked(Map.of("cookie", List.of("__Host-session=is_1")))
                        .passed())
                .doesNotContainKey("cookie");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__Host-session=is_1; Secure; Path=/",
                "__host-SESSION=is_1; Secure; Path=/",
                "  __Host-session  =is_1",
                "=__Host-session=is_1",
                " = __Host-session=is_1",
                "__Host-sign-in=x",
                "integration-session=is_1",
                "Integration-Sign-In=x",
                "__Host-session"
            })
    void no_provider_sets_a_session(String cookie) {
        assertThat(PassedHeaders.answered(Map.of("set-cookie", List.of(cookie, "own=1; Path=/"))))
                .containsEntry("set-cookie", List.of("own=1; Path=/"));
        assertThat(PassedHeaders.answered(Map.of("set-cookie", List.of(cookie))))
                .doesNotContainKey("set-cookie");
    }

    @Test
    void cookies_of_providers_that_only_look_like_ours_stay() {
        List<String> theirs = List.of("session=1", "__Host-sessions=1", "x=__Host-session=1", "__Secure-session=1");
        assertThat(PassedHeaders.answered(Map.of("set-cookie", theirs))).containsEntry("set-cookie", theirs);
    }

    @Test
    void only_a_page_of_ours_says_that_it_is_ours() {
        assertThat(SessionCookie.isOurs(List.of("https://orchestrator.example"), List.of(), US))
                .isTrue();
        assertThat(SessionCookie.isOurs(List.of(), List.of("same-origin"), US)).isTrue();
        assertThat(SessionCookie.isOurs(List.of(), List.of(), US)).isFalse();
        assertThat(SessionCookie.isOurs(List.of(), List.of("none"), US)).isFalse();
        assertThat(SessionCookie.isOurs(List.of(), List.of("same-origin", "same-origin"), US))
                .isFalse();
        for (String other : List.of(
                "null",
                "http://orchestrator.example",
                "https://orchestrator.example:444",
                "https://orchestrator.example.evil.example",
                "https://sub.orchestrator.example",
                "https://orchestrator.example/",
                "")) {
            assertThat(SessionCookie.isOurs(List.of(other), List.of("same-origin"), US))
                    .as(other)
                    .isFalse();
        }
        assertThat(SessionCookie.isOurs(
                        List.of("https://orchestrator.example", "https://orchestrator.example"), List.of(), US))
                .isFalse();
    }
}
