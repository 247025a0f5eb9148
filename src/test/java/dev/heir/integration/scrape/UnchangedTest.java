package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A website is asked only whether a page has changed, where it once said by what it tells. */
class UnchangedTest {

    private static final PageUrl URL = PageUrl.parse("https://example.com/a");
    private static final Instant THEN = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

    private final List<Map<String, String>> asked = new ArrayList<>();
    private Optional<Page.Fetched> earlier = Optional.empty();
    private Reply reply = answer(200, "etag", "\"1\"", "last-modified", "Sun, 01 Nov 2026 00:00:00 GMT");

    private static Reply answer(int status, String... headers) {
        Map<String, List<String>> named = new HashMap<>(Map.of("content-type", List.of("text/html")));
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], List.of(headers[i + 1]));
        }
        Body body = status == 304 ? Body.EMPTY : Body.of("<title>T</title><p>text</p><a href=/b>b</a>");
        return new Reply.Responded(status, named, body, NOW);
    }

    @Test
    void what_a_website_names_a_version_by_is_kept_and_sent_the_next_time() {
        Page.Fetched first = fetched();
        assertThat(first.provenance().orElseThrow().validators())
                .contains(new Validators(Optional.of("\"1\""), Optional.of("Sun, 01 Nov 2026 00:00:00 GMT")));
        assertThat(asked.getFirst()).doesNotContainKey("if-none-match");

        earlier = Optional.of(first);
        var _ = fetched();

        assertThat(asked.getLast())
                .containsEntry("if-none-match", "\"1\"")
                .containsEntry("if-modified-since", "Sun, 01 Nov 2026 00:00:00 GMT");
    }

    @Test
    void a_page_that_has_not_changed_is_the_earlier_one_and_says_since_when() {
        earlier = Optional.of(new Page.Fetched(
                URL.uri(),
                200,
                THEN,
                fetched().content(),
                fetched().links(),
                fetched().provenance()));
        reply = answer(304);

        Page.Fetched once = fetched();
        earlier = Optional.of(once);
        reply = answer(304, "etag", "\"2\"");
        Page.Fetched twice = fetched();

        assertThat(once.status()).isEqualTo(304);
        assertThat(once.at()).isEqualTo(NOW);
        assertThat(once.content().orElseThrow().title()).contains("T");
        assertThat(once.links()).hasSize(1);
        assertThat(once.provenance().orElseThrow().unchangedSince()).contains(THEN);
        assertThat(twice.provenance().orElseThrow().unchangedSince()).contains(THEN);
        assertThat(twice.provenance().orElseThrow().validators())
                .contains(new Validators(Optional.of("\"2\""), Optional.empty()));
    }

    @Test
    void what_the_website_wishes_now_holds_for_what_was_read_then() {
        earlier = Optional.of(fetched());
        reply = answer(304, "x-robots-tag", "noindex");

        assertThat(fetched().content()).isEmpty();
    }

    @Test
    void what_is_not_to_be_kept_any_more_is_not_kept_of_what_was_read_then() {
        earlier = Optional.of(fetched());
        reply = answer(304, "x-robots-tag", "noarchive");

        assertThat(fetched().content().orElseThrow().text()).isEmpty();
    }

    @Test
    void a_page_that_is_elsewhere_now_is_asked_for_in_full_and_an_answer_to_no_question_is_a_failure() {
        earlier = Optional.of(new Page.Fetched(
                URL.uri().resolve("/other"),
                200,
                THEN,
                Optional.empty(),
                List.of(),
                fetched().provenance()));
        reply = answer(304);

        assertThat(end()).isInstanceOf(Page.Failed.class);
        assertThat(asked.getLast()).doesNotContainKey("if-none-match");
    }

    @Test
    void a_validator_that_is_no_header_is_none() {
        reply = answer(200, "etag", "\"a\r\nx: y\"");

        assertThat(fetched().provenance()).isEmpty();
    }

    private Page.Fetched fetched() {
        return (Page.Fetched) end();
    }

    private Page end() {
        ScrapeConfig config = Configured.with();
        OneClock clock = new OneClock();
        Fetchers fetchers = new Fetchers(
                ask -> {
                    asked.add(ask.headers());
                    return reply;
                },
                new Fetchers(_ -> reply).renderer(),
                new Fetchers(_ -> reply).sites(),
                (_, _, _) -> earlier);
        RobotsFiles files = new RobotsFiles() {
            @Override
            public Optional<Known> find(String origin) {
                return Optional.of(new Known(new RobotsTxt.Absent("404"), Duration.ofHours(1)));
            }

            @Override
            public void keep(String origin, RobotsTxt robots, Duration fresh) {
                throw new AssertionError("it is known");
            }
        };
        Errand errand = new Errand(new UUID(0, 1), new UUID(0, 2), "shop", URL, Order.of(Map.of()), URL, 0, 1, 0);
        Progress progress = new Visit(
                        fetchers,
                        clock,
                        new KnownRules(files, config.token(), clock),
                        new ForgetfulFields(),
                        clock,
                        clock,
                        config)
                .go(errand, Duration.ofHours(1), dev.heir.integration.call.WorkingTime.UNLIMITED);
        return ((Progress.Ended) progress).page();
    }
}
