package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgementTest {

    private static final PageUrl URL = PageUrl.parse("https://example.com/a");
    private static final Errand ERRAND =
            new Errand(new UUID(0, 1), new UUID(0, 2), "shop", URL, Order.of(Map.of()), URL, 0, 1, 0);

    @Test
    void an_html_page_is_read() {
        Verdict verdict = judge(200, "<title>T</title><a href='/b'>b</a>", "content-type", "text/html; charset=utf-8");

        Page.Fetched page = (Page.Fetched) ((Verdict.End) verdict).page();
        assertThat(page.content().orElseThrow().title()).hasValue("T");
        assertThat(page.links()).containsExactly(new Link(URI.create("https://example.com/b"), "b", true));
    }

    @Test
    void a_page_that_is_not_to_be_kept_is_fetched_without_its_content_and_its_links_may_stay() {
        Verdict verdict = judge(200, "<title>T</title><a href='/b'>b</a>", "x-robots-tag", "noindex");

        Page.Fetched page = (Page.Fetched) ((Verdict.End) verdict).page();
        assertThat(page.content()).isEmpty();
        assertThat(page.links()).hasSize(1);
    }

    @Test
    void text_that_is_not_html_is_kept_and_anything_else_is_a_failure() {
        assertThat(page(judge(200, "{\"a\": 1}", "content-type", "application/json")))
                .isInstanceOfSatisfying(
                        Page.Fetched.class,
                        page -> assertThat(page.content().orElseThrow().text()).isEqualTo("{\"a\": 1}"));
        assertThat(page(judge(200, "%PDF", "content-type", "application/pdf")))
                .isInstanceOfSatisfying(
                        Page.Failed.class, page -> assertThat(page.reason()).contains("application/pdf"));
    }

    @Test
    void a_redirect_moves_the_page_until_it_has_no_end() {
        assertThat(judge(301, "", "location", "../b#x"))
                .isEqualTo(new Verdict.Moved(PageUrl.parse("https://example.com/b")));
        assertThat(page(judge(302, ""))).isInstanceOf(Page.Failed.class);
        assertThat(page(judge(302, "", "location", "file:///etc/passwd"))).isInstanceOf(Page.Failed.class);
        Errand tired = ERRAND;
        for (int i = 0; i < 5; i++) {
            tired = tired.movedTo(URL);
        }
        assertThat(page(judge(tired, 301, "", "location", "/b"))).isInstanceOf(Page.Failed.class);
    }

    @Test
    void a_host_that_asks_for_time_is_left_alone_for_as_long_as_it_says() {
        assertThat(judge(429, "", "retry-after", "120"))
                .isEqualTo(new Verdict.LeaveAlone(Duration.ofMinutes(2), 429, "the host answered 429"));
        assertThat(judge(503, "")).isEqualTo(new Verdict.LeaveAlone(Duration.ZERO, 503, "the host answered 503"));
        assertThat(judge(500, "", "retry-after", "7"))
                .isEqualTo(new Verdict.LeaveAlone(Duration.ofSeconds(7), 500, "the host answered 500"));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 504})
    void trouble_of_the_server_is_tried_again(int status) {
        assertThat(judge(status, "")).isInstanceOf(Verdict.Again.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410, 414})
    void what_will_not_get_better_is_failed_for_good(int status) {
        assertThat(page(judge(status, ""))).isInstanceOf(Page.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 451})
    void a_refusal_is_a_block_and_leaves_the_host_its_usual_delay(int status) {
        Verdict.End end = (Verdict.End) judge(status, "");

        assertThat(end.page()).isInstanceOf(Page.Blocked.class);
        assertThat(end.hostPause()).isEqualTo(Duration.ZERO);
    }

    @Test
    void a_challenge_leaves_the_whole_host_alone_for_long() {
        Verdict.End end = (Verdict.End) judge(503, "<title>Just a moment...</title>", "content-type", "text/html");

        assertThat(end.page()).isInstanceOf(Page.Blocked.class);
        assertThat(end.hostPause()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void no_answer_is_tried_again() {
        Judgement judgement = new Judgement(Configured.with());

        assertThat(judgement.judge(ERRAND, new Reply.NotSent("no address", false)))
                .isEqualTo(new Verdict.Again("no address"));
        assertThat(judgement.judge(ERRAND, new Reply.Lost("cut off", false))).isEqualTo(new Verdict.Again("cut off"));
    }

    private static Page page(Verdict verdict) {
        return ((Verdict.End) verdict).page();
    }

    private static Verdict judge(int status, String body, String... headers) {
        return judge(ERRAND, status, body, headers);
    }

    private static Verdict judge(Errand errand, int status, String body, String... headers) {
        Map<String, List<String>> named = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], List.of(headers[i + 1]));
        }
        return new Judgement(Configured.with())
                .judge(errand, new Reply.Responded(status, named, Body.of(body), Instant.EPOCH));
    }
}
