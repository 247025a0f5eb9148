package dev.heir.integration.call;

import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which kept answer is given to whom, and when. */
class KeptTest {

    private static final String API = "https://api.example.com";

    private final World world = new World();

    @BeforeEach
    void register() {
        world.provider(
                "jobs",
                Map.of(
                        "baseUrl",
                        API,
                        "credentials",
                        List.of("crm"),
                        "operations",
                        Map.of("job", Map.of("get", "/jobs/7"), "list", Map.of("get", "/jobs", "cache", "60s"))));
    }

    private static CallRequest ask(String operation, Map<String, String> headers) {
        return new CallRequest(
                "jobs",
                Optional.of(operation),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                headers,
                Body.EMPTY,
                Optional.of(Tier.IMPORTANT),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    private Source source(String operation) {
        return world.answered(ask(operation, Map.of())).source();
    }

    private Source source(String operation, String cacheControl) {
        return world.answered(ask(operation, Map.of("Cache-Control", cacheControl)))
                .source();
    }

    @Test
    void an_operation_that_declares_no_cache_is_asked_however_scarce_the_quota() {
        world.script(API, answer(200, "{\"state\":\"pending\"}"), answer(200, "{\"state\":\"done\"}"));
        world.usageWarning = true;
        source("job");
        world.clock.forward(Duration.ofSeconds(30));
        Answer second = world.answered(ask("job", Map.of()));
        assertThat(second.source()).isEqualTo(Source.LIVE);
        assertThat(second.body().text()).contains("done");
    }

    @Test
    void a_cache_that_cannot_be_looked_into_is_a_miss_and_fails_nobody() {
        world.script(API, answer(200, "{}", "cache-control", "max-age=600"), answer(500, ""));
        world.kept.beforeLooking = () -> {
            throw new IllegalStateException("what is kept is not JSON");
        };
        assertThat(source("list")).isEqualTo(Source.LIVE);
        assertThat(world.unanswered(ask("job", Map.of())).symptom()).isEqualTo(Symptom.SERVICE_UNAVAILABLE);
        world.kept.beforeLooking = () -> {};
        assertThat(source("list")).isEqualTo(Source.CACHED);
    }

    @Test
    void nobody_waits_for_a_look_that_ended_in_an_error() {
        world.script(API, answer(200, "{}", "cache-control", "max-age=600"));
        world.kept.beforeLooking = () -> {
            throw new StackOverflowError("of a test");
        };
        assertThatThrownBy(() -> source("list")).isInstanceOf(StackOverflowError.class);
        world.kept.beforeLooking = () -> {};
        int before = world.kept.looks;
        assertThat(source("list")).isEqualTo(Source.LIVE);
        assertThat(world.kept.looks).isGreaterThan(before);
    }

    @Test
    void a_stale_answer_spares_a_scarce_quota_where_a_cache_is_declared() {
        world.script(API, answer(200, "{}"));
        world.usageWarning = true;
        source("list");
        world.clock.forward(Duration.ofMinutes(2));
        assertThat(source("list")).isEqualTo(Source.STALE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-cache", "max-age=0", "private, max-age=600, must-revalidate", "s-maxage=10"})
    void a_provider_that_wants_to_be_asked_is_asked_however_scarce_the_quota(String said) {
        world.script(API, answer(200, "{}", "cache-control", said));
        world.usageWarning = true;
        source("list");
        world.clock.forward(Duration.ofMinutes(2));
        assertThat(source("list")).isEqualTo(Source.LIVE);
    }

    @ParameterizedTest(name = "{0} after {1} s: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no-cache|1|LIVE",
                "max-age=0|1|LIVE",
                "max-age=nonsense|1|LIVE",
                "max-age=10|9|CACHED",
                "max-age=10|11|LIVE",
                "max-age=600|59|CACHED",
                "max-age=600|61|LIVE",
                "max-age=600, s-maxage=5|6|LIVE",
                "public|59|CACHED"
            })
    void a_provider_shortens_the_time_that_its_document_allows(String said, int seconds, Source source) {
        world.script(API, answer(200, "{}", "cache-control", said));
        source("list");
        world.clock.forward(Duration.ofSeconds(seconds));
        assertThat(source("list")).isEqualTo(source);
    }

    @Test
    void what_lay_in_another_cache_has_aged_there() {
        world.script(API, answer(200, "{}", "cache-control", "max-age=30", "age", "25"));
        source("list");
        world.clock.forward(Duration.ofSeconds(6));
        assertThat(source("list")).isEqualTo(Source.LIVE);
    }

    @Test
    void an_answer_is_as_old_as_its_request_and_not_as_the_call_that_waited_for_its_turn() {
        world.script(API, answer(429, "{}", "retry-after", "3"), answer(200, "{}", "cache-control", "max-age=2"));
        assertThat(source("job")).isEqualTo(Source.LIVE);
        assertThat(world.waits).isNotEmpty();
        Answer second = world.answered(ask("job", Map.of()));
        assertThat(second.source()).isEqualTo(Source.CACHED);
        assertThat(second.headers().get("age")).containsExactly("0");
    }

    @Test
    void what_a_write_changed_while_a_get_was_under_way_is_not_kept() {
        world.script(API, answer(200, "{}"), answer(200, "{\"state\":\"old\"}", "cache-control", "max-age=600"));
        world.meanwhile.add(() -> passed("jobs", "PUT", "/jobs/7", Map.of()));
        assertThat(passed("jobs", "GET", "/jobs/7", Map.of()).body().text()).contains("old");
        assertThat(passed("jobs", "GET", "/jobs/7", Map.of()).source()).isEqualTo(Source.LIVE);
    }

    @Test
    void a_caller_that_wants_no_kept_answer_gets_none_and_renews_it_for_the_others() {
        world.script(API, answer(200, "{\"n\":1}"), answer(200, "{\"n\":2}"));
        source("list");
        world.clock.forward(Duration.ofSeconds(10));
        assertThat(source("list", "max-age=60")).isEqualTo(Source.CACHED);
        assertThat(source("list", "max-age=5")).isEqualTo(Source.LIVE);
        world.clock.forward(Duration.ofSeconds(10));
        assertThat(source("list", "no-cache")).isEqualTo(Source.LIVE);
        world.clock.forward(Duration.ofSeconds(55));
        Answer others = world.answered(ask("list", Map.of()));
        assertThat(others.source()).isEqualTo(Source.CACHED);
        assertThat(others.body().text()).contains("2");
    }

    @Test
    void what_names_a_request_does_not_make_its_answer_another_one() {
        world.script(API, answer(200, "{}"));
        world.answered(ask("list", Map.of("traceparent", "00-1-1-01", "X-Request-Id", "1")));
        assertThat(world.answered(ask("list", Map.of("traceparent", "00-2-2-01", "X-Request-Id", "2")))
                        .source())
                .isEqualTo(Source.CACHED);
        assertThat(world.answered(ask("list", Map.of("Accept-Language", "de"))).source())
                .isEqualTo(Source.LIVE);
    }

    @Test
    void answers_of_an_account_end_with_its_credential() {
        world.script(API, answer(200, "{\"account\":\"old\"}"), answer(200, "{\"account\":\"new\"}"));
        source("list");
        world.credentialVersion = "2";
        assertThat(world.answered(ask("list", Map.of())).body().text()).contains("new");
        world.credentialVersion = "3";
        world.script(API, new Reply.NotSent("connection refused", false));
        assertThat(world.unanswered(ask("list", Map.of())).strikes()).isNotEmpty();
    }

    @Test
    void an_answer_that_was_signed_before_its_credential_was_replaced_is_nobodys() {
        world.script(API, answer(200, "{}"));
        world.whileSending = () -> world.credentialVersion = "2";
        source("list");
        assertThat(world.kept.values()).isEmpty();
    }

    @Test
    void a_plain_get_reads_nothing_that_is_kept_and_keeps_once_in_a_while() {
        world.script(API, answer(200, "{\"n\":1}"), answer(200, "{\"n\":2}"), answer(200, "{\"n\":3}"));
        source("job");
        source("job");
        assertThat(world.kept.values())
                .singleElement()
                .satisfies(kept -> assertThat(kept.body().text()).contains("1"));
        world.clock.forward(Duration.ofSeconds(6));
        source("job");
        assertThat(world.kept.values())
                .singleElement()
                .satisfies(kept -> assertThat(kept.body().text()).contains("3"));
        assertThat(world.kept.looks).isEqualTo(1);
    }

    private Answer passed(String provider, String method, String path, Map<String, String> headers) {
        Outcome outcome = world.calls.pass(
                World.SHOP,
                new PassedRequest(
                        provider,
                        method,
                        path,
                        headers,
                        Body.EMPTY,
                        Optional.of(Tier.CRITICAL),
                        Optional.empty(),
                        method.equals("GET")));
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).answer();
    }

    @Test
    void nobody_gets_a_cookie_that_was_set_for_another_request() {
        world.script(API, answer(200, "{}", "cache-control", "max-age=60, public", "set-cookie", "uid=12"));
        assertThat(passed("jobs", "GET", "/me", Map.of()).headers()).containsKey("set-cookie");
        Answer second = passed("jobs", "GET", "/me", Map.of());
        assertThat(second.source()).isEqualTo(Source.CACHED);
        assertThat(second.headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void a_cookie_set_by_what_confirms_an_answer_goes_to_who_had_it_confirmed() {
        world.script(
                API,
                answer(200, "{}", "cache-control", "no-cache", "etag", "\"1\""),
                answer(304, "", "etag", "\"1\"", "cache-control", "max-age=60", "set-cookie", "uid=12"));
        passed("jobs", "GET", "/me", Map.of());
        assertThat(passed("jobs", "GET", "/me", Map.of()).headers()).containsKey("set-cookie");
        assertThat(passed("jobs", "GET", "/me", Map.of()).headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void a_confirmed_answer_that_is_not_to_be_stored_any_more_is_given_once_and_forgotten() {
        world.script(
                API,
                answer(200, "secret from now on", "cache-control", "max-age=2", "etag", "\"1\""),
                answer(304, "", "etag", "\"1\"", "cache-control", "no-store"),
                new Reply.NotSent("refused", false));
        passed("jobs", "GET", "/me", Map.of());
        world.clock.forward(Duration.ofSeconds(3));
        Answer confirmed = passed("jobs", "GET", "/me", Map.of());
        assertThat(confirmed.body().text()).isEqualTo("secret from now on");
        assertThat(String.valueOf(confirmed.headers().get("cache-status"))).doesNotContain("stored");
        assertThat(world.kept.values()).isEmpty();
    }

    @Test
    void a_caller_that_wants_nothing_stored_leaves_what_is_kept_for_the_others_as_it_was() {
        world.script(
                API,
                answer(200, "{}", "cache-control", "max-age=60", "etag", "\"1\""),
                answer(304, "", "etag", "\"1\"", "cache-control", "max-age=60"));
        passed("jobs", "GET", "/me", Map.of());
        List<KeptAnswer> before = world.kept.values();
        world.clock.forward(Duration.ofSeconds(3));
        Answer own = passed("jobs", "GET", "/me", Map.of("cache-control", "no-store, no-cache"));
        assertThat(own.body().text()).isEqualTo("{}");
        assertThat(world.kept.values()).isEqualTo(before);
        assertThat(passed("jobs", "GET", "/me", Map.of()).source()).isEqualTo(Source.CACHED);
    }

    @Test
    void text_in_a_header_does_not_pass_for_another_header() {
        world.script(
                API,
                answer(200, "for the admin", "cache-control", "max-age=60"),
                answer(200, "for who puts text into a header", "cache-control", "max-age=60"));
        passed("jobs", "GET", "/me", Map.of("x-role", "admin", "x-user", "1"));
        assertThat(passed("jobs", "GET", "/me", Map.of("x-role", "admin, x-user=1"))
                        .body()
                        .text())
                .isEqualTo("for who puts text into a header");
    }

    @Test
    void a_write_that_another_credential_signed_makes_invalid_what_it_changed() {
        world.provider("two", Map.of("baseUrl", API, "credentials", List.of("one", "other")))
                .script(
                        API,
                        answer(200, "old", "cache-control", "max-age=600"),
                        answer(429, "{}", "retry-after", "600"),
                        answer(200, "{}"),
                        answer(200, "new"));
        passed("two", "GET", "/o/1", Map.of());
        passed("two", "PUT", "/o/1", Map.of());
        assertThat(passed("two", "GET", "/o/1", Map.of()).body().text()).isEqualTo("new");
    }

    @Test
    void a_write_that_a_fallback_carried_out_makes_invalid_what_is_kept_of_the_fallback() {
        String mirror = "https://mirror.example.com";
        world.provider("mirror", Map.of("baseUrl", mirror))
                .provider("first", Map.of("baseUrl", API, "fallback", Map.of("provider", "mirror")))
                .script(API, new Reply.NotSent("refused", false))
                .script(
                        mirror,
                        answer(200, "old", "cache-control", "max-age=600"),
                        answer(200, "{}"),
                        answer(200, "new"));
        passed("mirror", "GET", "/o/1", Map.of());
        passed("first", "PUT", "/o/1", Map.of());
        assertThat(passed("mirror", "GET", "/o/1", Map.of()).body().text()).isEqualTo("new");
    }

    private static Reply.Responded flowing(String... headers) {
        Flow flow = new Flow(new ByteArrayInputStream(new byte[500]), OptionalLong.empty(), () -> {});
        return new Reply.Responded(200, answer(200, "", headers).headers(), Body.of(flow), World.NOON);
    }

    private int looksOfNext(Map<String, String> headers) {
        int before = world.kept.looks;
        passed("jobs", "GET", "/x", headers);
        return world.kept.looks - before;
    }

    /** How long the second of two requests waits, that sets out while the first is at its provider. */
    private Duration waited(Map<String, String> first, Map<String, String> second) throws InterruptedException {
        AtomicReference<Duration> took = new AtomicReference<>(Duration.ofMinutes(1));
        Deque<Thread> other = new ArrayDeque<>();
        world.whileSending = () -> {
            long began = System.nanoTime();
            CountDownLatch sent = new CountDownLatch(1);
            world.whileSending = () -> {
                took.set(Duration.ofNanos(System.nanoTime() - began));
                sent.countDown();
            };
            other.add(Thread.ofPlatform().start(() -> passed("jobs", "GET", "/x", second)));
            try {
                assertThat(sent.await(5, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        };
        passed("jobs", "GET", "/x", first);
        other.element().join();
        return Objects.requireNonNull(took.get());
    }

    private static final Duration AT_ONCE = Duration.ofMillis(900);

    @Test
    void of_an_unknown_provider_others_wait_a_second_and_never_a_second_time() throws Exception {
        world.script(API, answer(200, "w", "cache-control", "no-store"));
        assertThat(waited(Map.of(), Map.of())).isBetween(AT_ONCE, Duration.ofMillis(2500));
        assertThat(waited(Map.of(), Map.of())).isLessThan(AT_ONCE);
    }

    @Test
    void an_answer_that_hangs_holds_others_up_for_a_second_at_most() throws Exception {
        world.script(API, answer(200, "w", "cache-control", "max-age=1"));
        passed("jobs", "GET", "/x", Map.of());
        world.clock.forward(Duration.ofSeconds(5));
        assertThat(waited(Map.of(), Map.of())).isBetween(AT_ONCE, Duration.ofMillis(2500));
    }

    @Test
    void what_was_not_for_keeping_is_never_waited_for_however_long_ago_that_was() throws Exception {
        world.script(API, answer(200, "w", "cache-control", "no-store"));
        passed("jobs", "GET", "/x", Map.of());
        world.script(API, answer(200, "c", "cache-control", "max-age=1"));
        passed("jobs", "GET", "/c", Map.of());
        world.script(API, answer(200, "w", "cache-control", "no-store"));
        world.clock.forward(Duration.ofSeconds(61));
        assertThat(waited(Map.of(), Map.of())).isLessThan(AT_ONCE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "accept-language:en:de",
                "cache-control:max-age=0:max-age=0",
                "cache-control:min-fresh=5:min-fresh=5"
            })
    void requests_that_cannot_share_an_answer_do_not_wait_for_each_other(String name, String one, String other)
            throws Exception {
        world.script(API, answer(200, "w", "cache-control", "max-age=1", "vary", "accept-language"));
        assertThat(waited(Map.of(name, one), Map.of(name, other))).isLessThan(AT_ONCE);
    }

    @Test
    void a_slow_reader_holds_nobody_up() {
        world.script(API, flowing("cache-control", "max-age=60"), answer(200, "b"));
        passed("jobs", "GET", "/x", Map.of()); // and is not read
        long began = System.nanoTime();
        passed("jobs", "GET", "/x", Map.of());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
    }

    @Test
    void who_waits_is_let_go_when_the_head_says_that_it_is_not_for_keeping() throws Exception {
        world.script(API, flowing(), answer(200, "b"));
        Deque<Thread> other = new ArrayDeque<>();
        world.whileSending = () -> {
            world.whileSending = () -> {};
            other.add(Thread.ofPlatform().start(() -> passed("jobs", "GET", "/x", Map.of())));
            while (other.element().getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        };
        passed("jobs", "GET", "/x", Map.of()); // and is read for hours
        assertThat(other.element().join(AT_ONCE)).isTrue();
    }

    @Test
    void of_uncacheable_answers_beside_cacheable_ones_few_are_looked_for() {
        for (int n = 0; n < 100; n++) {
            world.script(API, answer(200, "u", "cache-control", n % 10 == 0 ? "max-age=60" : "no-store"));
            passed("jobs", "GET", "/orders/" + n, Map.of());
        }
        assertThat(world.kept.looks).isLessThan(20);
    }

    @Test
    void answers_to_head_and_calls_that_come_to_nothing_teach_as_well() {
        world.script(API, answer(200, ""));
        passed("jobs", "HEAD", "/x", Map.of());
        assertThat(looksOfNext(Map.of())).isZero();

        world.script(API, new Reply.NotSent("refused", false));
        for (int n = 0; n < 40; n++) {
            world.calls.answer(World.SHOP, ask("job", Map.of()));
        }
        int before = world.kept.looks;
        world.calls.answer(World.SHOP, ask("job", Map.of()));
        assertThat(world.kept.looks - before).isLessThanOrEqualTo(1); // for when all else fails
    }

    @Test
    void a_condition_or_a_part_that_was_asked_for_teaches_nothing() {
        world.script(API, answer(304, ""), answer(206, "", "content-range", "bytes 0-1/2"), answer(200, "x"));
        passed("jobs", "GET", "/x", Map.of("if-none-match", "\"a\""));
        passed("jobs", "GET", "/x", Map.of("range", "bytes=0-1"));
        assertThat(looksOfNext(Map.of())).isEqualTo(1);
    }

    @Test
    void a_shorter_cache_in_the_document_counts_for_what_was_kept_before() {
        world.script(API, answer(200, "a"), answer(200, "b"));
        source("list");
        world.provider(
                "jobs",
                Map.of(
                        "baseUrl",
                        API,
                        "credentials",
                        List.of("crm"),
                        "operations",
                        Map.of("list", Map.of("get", "/jobs", "cache", "5s"))));
        world.clock.forward(Duration.ofSeconds(10));
        assertThat(source("list")).isEqualTo(Source.LIVE);
    }

    @Test
    void trouble_with_keeping_is_no_trouble_of_the_call() {
        world.script(API, answer(200, "a", "cache-control", "max-age=60"));
        world.kept.trouble = Optional.of(new IllegalStateException("on purpose"));
        assertThat(passed("jobs", "GET", "/x", Map.of()).body().text()).isEqualTo("a");
    }

    @Test
    void of_many_keys_the_ones_used_least_are_forgotten() {
        Lately lately = new Lately(2);
        Duration often = Duration.ofSeconds(5);
        assertThat(lately.isDue("a", World.NOON, often)).isTrue();
        assertThat(lately.isDue("b", World.NOON, often)).isTrue();
        assertThat(lately.isDue("a", World.NOON, often)).isFalse();
        assertThat(lately.isDue("c", World.NOON, often)).isTrue();
        assertThat(lately.isDue("a", World.NOON, often)).isFalse();
        assertThat(lately.isDue("b", World.NOON, often)).isTrue();
        assertThat(lately.isDue("c", World.NOON.plus(often), often)).isTrue();
    }
}
