package dev.heir.integration.call;

import static dev.heir.integration.call.World.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.strike.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where redirects lead, and what travels along. */
class WireTest {

    private static final String API = "https://api.example.com/v1";
    private static final String INTRANET = "http://intranet.example";
    private static final Signature SIGNATURE =
            new Signature(Map.of("authorization", "Bearer s3cr3t"), Map.of("key", "s3cr3t"));

    private final World.SteppingClock clock = new World.SteppingClock();
    private final List<Transport.Outgoing> sent = new ArrayList<>();
    /** Until when leave was asked for, and how often it is given. */
    private final List<Instant> asks = new ArrayList<>();

    private int room = Integer.MAX_VALUE;
    private final Deque<Reply> replies = new ArrayDeque<>();
    private final Wire wire = new Wire(this::send, new Registered(), clock, new Hiding("s3cr3t"));

    private Reply send(Transport.Outgoing request) {
        sent.add(request);
        clock.forward(Duration.ofSeconds(1));
        return replies.size() > 1 ? replies.removeFirst() : replies.getFirst();
    }

    private boolean mayFollow(Instant until) {
        asks.add(until);
        return asks.size() <= room;
    }

    /** A query that is sent by POST. */
    private Reply search(Reply... script) {
        replies.addAll(List.of(script));
        Map<String, ?> document =
                Map.of("baseUrl", API, "operations", Map.of("search", Map.of("post", "/search", "safe", true)));
        CallRequest request = new CallRequest(
                "api",
                Optional.of("search"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of("Accept", "application/json", "Content-Type", "application/json"),
                Body.of("{\"customer\":7}"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
        PlannedCall call = new Planner(new World.Defaults(), clock, new SplittableRandom(1))
                .plan(World.SHOP, ProviderDocument.read("api", document), request, Calls.API_INTEGRATION, true);
        return wire.send(call, API, SIGNATURE, Duration.ofSeconds(10), this::mayFollow);
    }

    @Test
    void what_was_posted_and_is_to_be_seen_elsewhere_is_fetched_there_without_content() {
        assertThat(search(to(303, "/v1/results/1"), answer(200, "{}")).status()).isEqualTo(200);
        assertThat(sent).extracting(Transport.Outgoing::method).containsExactly("POST", "GET");
        assertThat(sent.getLast().body()).isEqualTo(Body.EMPTY);
        assertThat(sent.getLast().headers()).doesNotContainKey("content-type").containsKey("accept");
        assertThat(sent.getLast().signature()).isEqualTo(SIGNATURE);
    }

    @Test
    void what_was_posted_is_posted_again_only_where_it_was_sent_already() {
        assertThat(search(to(307, "/v2/search"), answer(200, "{}")).status()).isEqualTo(200);
        assertThat(sent).extracting(Transport.Outgoing::method).containsExactly("POST", "POST");
        assertThat(sent.getLast().body()).isEqualTo(Body.of("{\"customer\":7}"));
    }

    @ParameterizedTest
    @CsvSource({"301, /v2/search", "302, /v2/search", "307, https://evil.example/", "308, https://evil.example/"})
    void what_was_posted_is_led_nowhere_else(int status, String location) {
        assertThat(search(to(status, location), answer(200, "{}")).status()).isEqualTo(status);
        assertThat(sent).hasSize(1);
    }

    @Test
    void no_content_goes_to_another_origin() {
        ask("GET", to(302, "https://evil.example/a"), answer(200, "{}"));
        assertThat(sent.getLast().body()).isEqualTo(Body.EMPTY);
        replies.clear();
        search(to(303, "https://evil.example/b"), answer(200, "{}"));
        assertThat(sent.getLast().body()).isEqualTo(Body.EMPTY);
        assertThat(sent.getLast().headers()).containsOnlyKeys("accept");
    }

    @Test
    void each_redirect_within_the_provider_asks_for_leave_and_none_goes_without() {
        ask("GET", to(302, "/v1/a"), to(302, "https://elsewhere.example/"), answer(200, "{}"));
        assertThat(asks).containsExactly(World.NOON.plusSeconds(10));
        assertThat(sent).hasSize(3);

        replies.clear();
        room = 0;
        assertThat(ask("GET", to(302, "/v1/a"), answer(200, "{}"))).isInstanceOf(Reply.NoRoom.class);
        assertThat(sent).hasSize(4);
    }

    private static Reply to(int status, String location) {
        return answer(status, "", "location", location);
    }

    private Reply ask(String method, Reply... script) {
        return ask(Map.of("baseUrl", API), API, method, script);
    }

    private Reply ask(Map<String, ?> document, String target, String method, Reply... script) {
        replies.addAll(List.of(script));
        Map<String, String> headers = Map.of("Accept", "application/json", "X-Api-Key", "of-the-caller");
        CallRequest request = new CallRequest(
                "api",
                Optional.empty(),
                Optional.of(method),
                Optional.of("/things?page=1"),
                Map.of(),
                headers,
                Body.of("{}"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
        PlannedCall call = new Planner(new World.Defaults(), clock, new SplittableRandom(1))
                .plan(World.SHOP, ProviderDocument.read("api", document), request, Calls.API_INTEGRATION, true);
        return wire.send(call, target, SIGNATURE, Duration.ofSeconds(10), this::mayFollow);
    }

    static final class Registered implements Providers {
        @Override
        public Optional<Provider> find(String id) {
            return all().stream().filter(provider -> provider.id().equals(id)).findFirst();
        }

        @Override
        public List<Provider> all() {
            return List.of(
                    ProviderDocument.read("stock", Map.of("baseUrl", "http://10.0.0.9:8080/stock", "internal", true)),
                    ProviderDocument.read("open", Map.of("baseUrl", "http://open.example")));
        }
    }

    private List<String> asked() {
        return sent.stream().map(Transport.Outgoing::uri).map(URI::toString).toList();
    }

    @Test
    void a_redirect_within_the_origin_is_followed_with_credentials() {
        Reply reply = ask("GET", to(302, "/v2/things"), answer(200, "{}"));
        assertThat(reply).isInstanceOfSatisfying(Reply.Responded.class, last -> assertThat(last.status())
                .isEqualTo(200));
        assertThat(asked()).containsExactly(API + "/things?page=1", "https://api.example.com/v2/things");
        assertThat(sent.getLast().signature()).isEqualTo(SIGNATURE);
        assertThat(sent.getLast().headers()).containsEntry("x-api-key", "of-the-caller");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/v1/things",
                "https://api.example.com:8443/v1/things",
                "//api.example.com.evil.example/"
            })
    void another_origin_gets_neither_signature_nor_what_the_caller_meant_for_the_first(String elsewhere) {
        ask("GET", to(301, elsewhere), answer(200, "{}"));
        assertThat(sent).hasSize(2);
        assertThat(sent.getLast().signature()).isEqualTo(Signature.NONE);
        assertThat(sent.getLast().headers()).containsOnlyKeys("accept");
    }

    @Test
    void who_left_the_origin_once_gets_the_credentials_no_more() {
        ask("GET", to(302, "https://evil.example/a"), to(302, "https://api.example.com/v1/things"), answer(200, "{}"));
        assertThat(sent).hasSize(3);
        assertThat(sent.getLast().signature()).isEqualTo(Signature.NONE);
    }

    @Test
    void every_hop_passes_the_wall_of_the_provider_that_was_asked() {
        ask("GET", to(302, "https://169.254.169.254/latest/meta-data"), new Reply.NotSent("not public", false));
        assertThat(sent).hasSize(2).noneMatch(Transport.Outgoing::internal);
    }

    @ParameterizedTest
    @CsvSource({
        "/elsewhere, true",
        "HTTP://INTRANET.example/elsewhere, true",
        "http://10.0.0.8/as-its-alternative, true",
        "http://10.0.0.9:8080/as-another-internal-provider, true",
        "http://10.0.0.9:8081/, false",
        "http://10.0.0.7/, false",
        "http://open.example/as-a-provider-that-is-not-internal, false",
        "https://intranet.example/, false"
    })
    void an_internal_provider_leads_to_no_other_internal_server_than_registered_ones(
            String location, boolean internal) {
        ask(
                Map.of("baseUrl", INTRANET, "internal", true, "alternatives", List.of("http://10.0.0.8")),
                INTRANET,
                "GET",
                to(302, location),
                answer(200, "{}"));
        assertThat(sent).extracting(Transport.Outgoing::internal).containsExactly(true, internal);
    }

    @Test
    void an_open_provider_leads_to_no_internal_one() {
        String open = "http://open.example";
        ask(Map.of("baseUrl", open), open, "GET", to(302, "http://10.0.0.9:8080/stock"), answer(200, "{}"));
        assertThat(sent).extracting(Transport.Outgoing::internal).containsExactly(false, false);
    }

    @Test
    void five_redirects_are_followed_and_the_sixth_is_the_answer() {
        Reply reply = ask("GET", to(307, "/v1/things"));
        assertThat(sent).hasSize(6);
        assertThat(reply).isInstanceOfSatisfying(Reply.Responded.class, last -> assertThat(last.status())
                .isEqualTo(307));
    }

    @Test
    void what_has_an_effect_follows_no_redirect() {
        ask("POST", to(307, "https://api.example.com/v2/things"), answer(200, "{}"));
        assertThat(sent).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://api.example.com/",
                "mailto:a@example.com",
                "http://a b/",
                "file:///etc/passwd",
                "http://api.example.com/v1/things"
            })
    void what_leads_nowhere_on_the_web_is_the_answer_itself(String location) {
        assertThat(ask("GET", to(302, location))).isInstanceOf(Reply.Responded.class);
        assertThat(sent).hasSize(1);
    }

    @Test
    void a_redirect_that_repeats_our_parameter_has_it_sent_once_and_shows_it_to_nobody() {
        Reply reply = ask("GET", to(302, "/v1/things/?page=1&key=s3cr3t"), answer(200, "[]"));

        assertThat(sent.getLast().uri()).hasToString(API + "/things/?page=1");
        assertThat(sent.getLast().signature()).isEqualTo(SIGNATURE);
        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void an_answer_to_a_signed_request_does_not_say_our_credential_back() {
        Reply reply = ask("POST", to(307, "/v1/things/?key=s3cr3t"));

        assertThat(((Reply.Responded) reply).header("location")).isEqualTo("/v1/things/?key=******");
    }

    @Test
    void a_redirect_carries_our_credential_to_nobody_else() {
        Reply reply = ask("GET", to(302, "https://other.example/s3cr3t/"), answer(200, "[]"));

        assertThat(sent).hasSize(1);
        assertThat(((Reply.Responded) reply).header("location")).isEqualTo("https://other.example/******/");
    }

    @Test
    void all_redirects_share_one_time() {
        Reply reply = ask("GET", to(302, "/v1/a"), to(302, "/v1/b"), answer(200, "{}"));
        assertThat(sent).extracting(Transport.Outgoing::timeout).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(sent.getLast().timeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(reply).isInstanceOf(Reply.Responded.class);
    }

    @Test
    void a_time_that_ends_between_two_hops_is_a_lost_answer() {
        replies.add(to(302, "/v1/a"));
        Reply reply = new Wire(
                        request -> {
                            clock.forward(Duration.ofSeconds(11));
                            return to(302, "/v1/a");
                        },
                        new Registered(),
                        clock,
                        new Hiding("s3cr3t"))
                .send(plain(), API, Signature.NONE, Duration.ofSeconds(10), this::mayFollow);
        assertThat(reply).isEqualTo(new Reply.Lost("out of time while following redirects", true));
    }

    private PlannedCall plain() {
        return new Planner(new World.Defaults(), clock, new SplittableRandom(1))
                .plan(
                        World.SHOP,
                        ProviderDocument.read(
                                "api", Map.of("baseUrl", API, "operations", Map.of("list", Map.of("get", "/things")))),
                        CallRequest.of("api", "list"),
                        Calls.API_INTEGRATION,
                        true);
    }
}
