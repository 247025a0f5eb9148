package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WallTest {

    private static final PageUrl PAGE = PageUrl.parse("https://example.com/prices");
    private static final String ARTICLE = "<p>" + "A long text that people read. ".repeat(60) + "</p>";

    @Test
    void the_known_challenges_are_recognised_whatever_their_status() {
        assertThat(seen(403, Map.of("cf-mitigated", List.of("challenge")), "")
                        .orElseThrow()
                        .how())
                .contains("Cloudflare");
        assertThat(seen(202, Map.of("x-amzn-waf-action", List.of("challenge")), "")
                        .orElseThrow()
                        .how())
                .contains("AWS WAF");
        assertThat(seen(403, Map.of("x-datadome", List.of("protected")), "")
                        .orElseThrow()
                        .how())
                .contains("DataDome");
        assertThat(seen(503, Map.of(), "<title>Just a moment...</title><p>Checking")
                        .orElseThrow()
                        .how())
                .contains("Just a moment");
        assertThat(seen(200, Map.of(), "<div id='px-captcha'></div>")
                        .orElseThrow()
                        .how())
                .contains("HUMAN");
        assertThat(seen(200, Map.of(), "<iframe src='/_Incapsula_Resource?x'></iframe>")
                        .orElseThrow()
                        .how())
                .contains("Imperva");
        assertThat(seen(200, Map.of(), "<div class='g-recaptcha'></div>Prove it")
                        .orElseThrow()
                        .noticed())
                .isTrue();
    }

    @Test
    void a_page_that_says_much_is_no_challenge_although_it_has_a_captcha_or_talks_about_one() {
        assertThat(seen(200, Map.of(), ARTICLE + "<form><div class='h-captcha'></div></form>"))
                .isEmpty();
        assertThat(seen(200, Map.of(), "<title>What a security check costs</title>" + ARTICLE))
                .isEmpty();
        assertThat(seen(200, Map.of(), "<script src='/cdn-cgi/challenge-platform/x.js'></script>" + ARTICLE))
                .isEmpty();
        assertThat(seen(200, Map.of("x-datadome", List.of("protected")), ARTICLE))
                .isEmpty();
    }

    @Test
    void a_login_that_stands_in_the_way_is_recognised_and_one_in_the_corner_is_not() {
        String form = "<form><input name='user'><input type='password'></form>";
        PageUrl login = PageUrl.parse("https://example.com/users/sign_in");

        assertThat(seen(200, Map.of(), form + ARTICLE)).isEmpty();
        assertThat(seen(200, Map.of(), form).orElseThrow().how()).contains("login");
        assertThat(Wall.recognise(PAGE, login, reply(200, Map.of(), form + ARTICLE), page(form + ARTICLE)))
                .isPresent();
        assertThat(Wall.recognise(login, login, reply(200, Map.of(), form), page(form)))
                .isEmpty();
        assertThat(seen(401, Map.of(), "").orElseThrow().noticed()).isFalse();
    }

    private static Optional<Wall> seen(int status, Map<String, List<String>> headers, String html) {
        return Wall.recognise(PAGE, PAGE, reply(status, headers, html), page(html));
    }

    private static Optional<Seen> page(String html) {
        return Optional.of(Seen.of(Html.parse(Body.of(html), "text/html", PAGE)));
    }

    private static Reply.Responded reply(int status, Map<String, List<String>> headers, String html) {
        return new Reply.Responded(status, headers, Body.of(html), Instant.EPOCH);
    }
}
