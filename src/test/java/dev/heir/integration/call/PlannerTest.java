package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a request a call, and everything that keeps it from being one. */
class PlannerTest {

    private static final Project NEWS = new Project("news", Tier.IMPORTANT, Optional.empty());
    private static final Provider SHOP = ProviderDocument.read(
            "shop",
            Map.of(
                    "baseUrl",
                    "https://shop.example/api",
                    "operations",
                    Map.of(
                            "order", Map.of("get", "/orders/{id}"),
                            "charge", Map.of("post", "/charges", "idempotencyKey", "Idempotency-Key"),
                            "create", Map.of("post", "/orders"))));

    private final World.SteppingClock clock = new World.SteppingClock();
    private final Planner planner = new Planner(new World.Defaults(), clock, new SplittableRandom(1));

    /** A request with only what a test is about. */
    private record Asked(
            Optional<String> operation,
            Optional<String> method,
            Optional<String> path,
            Map<String, String> params,
            Map<String, String> headers,
            Optional<Duration> deadline,
            Optional<String> key) {

        static Asked operation(String name) {
            return new Asked(
                    Optional.of(name),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty());
        }

        static Asked path(String method, String path) {
            return new Asked(
                    Optional.empty(),
                    Optional.of(method),
                    Optional.of(path),
                    Map.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty());
        }

        Asked params(Map<String, String> values) {
            return new Asked(operation, method, path, values, headers, deadline, key);
        }

        Asked headers(Map<String, String> values) {
            return new Asked(operation, method, path, params, values, deadline, key);
        }

        Asked deadline(Duration time) {
            return new Asked(operation, method, path, params, headers, Optional.of(time), key);
        }

        Asked key(String value) {
            return new Asked(operation, method, path, params, headers, deadline, Optional.of(value));
        }

        CallRequest request() {
            return new CallRequest(
                    "shop",
                    operation,
                    method,
                    path,
                    params,
                    headers,
                    Body.EMPTY,
                    Optional.empty(),
                    deadline,
                    key,
                    true);
        }
    }

    private PlannedCall plan(Asked asked) {
        return planner.plan(NEWS, SHOP, asked.request(), Calls.API_INTEGRATION, true);
    }

    private List<String> flaws(Asked asked) {
        InvalidInput invalid = catchThrowableOfType(InvalidInput.class, () -> plan(asked));
        assertThat(invalid).isNotNull();
        return invalid.flaws().stream().map(Flaw::path).toList();
    }

    @Test
    void what_is_not_said_has_its_default() {
        PlannedCall call = plan(Asked.operation("order").params(Map.of("id", "7", "page", "2")));
        assertThat(call.tier()).isEqualTo(Tier.IMPORTANT);
        assertThat(call.deadline()).isEqualTo(clock.instant().plusSeconds(10));
        assertThat(call.at(SHOP.baseUrl())).hasToString("https://shop.example/api/orders/7?page=2");
        assertThat(call.operation().method()).isEqualTo("GET");
        assertThat(call.redirects()).isEqualTo(5);
        assertThat(call.idempotencyKey()).isEmpty();
        assertThat(CallId.madeAt(call.id())).isEqualTo(clock.instant());
    }

    @Test
    void a_request_without_a_name_gets_nothing_that_only_a_document_could_promise() {
        PlannedCall call = plan(Asked.path("post", "/carts?dry=1").key("once"));
        assertThat(call.operation().name()).isEqualTo("POST /carts");
        assertThat(call.operation().safe()).isFalse();
        assertThat(call.isKeyed()).isFalse();
        assertThat(call.redirects()).isZero();
        assertThat(call.headers()).isEmpty();
    }

    @Test
    void a_key_is_made_where_the_operation_takes_one_and_the_caller_has_none() {
        PlannedCall call = plan(Asked.operation("charge"));
        assertThat(call.isKeyed()).isTrue();
        assertThat(call.headers()).containsEntry("idempotency-key", call.id().toString());
        assertThat(plan(Asked.operation("charge").key("once")).headers()).containsEntry("idempotency-key", "once");
    }

    @Test
    void a_key_that_the_caller_sends_under_the_providers_header_is_its_key() {
        PlannedCall call = plan(Asked.operation("charge").headers(Map.of("Idempotency-Key", "mine")));
        assertThat(call.idempotencyKey()).contains("mine");
        assertThat(call.headers()).containsEntry("idempotency-key", "mine");
    }

    @Test
    void all_flaws_are_told_at_once() {
        Asked asked = Asked.operation("order")
                .headers(Map.of("Host", "elsewhere", "X y", "1", "X-Lines", "a\r\nSet-Cookie: b"))
                .deadline(Duration.ofMillis(1))
                .key("a\nb");
        assertThat(flaws(asked))
                .containsExactlyInAnyOrder(
                        "params.id", "headers.Host", "headers", "headers.X-Lines", "deadline", "idempotencyKey");
    }

    @Test
    void what_may_be_a_secret_is_not_repeated_in_a_flaw() {
        InvalidInput invalid = catchThrowableOfType(
                InvalidInput.class,
                () -> plan(Asked.operation("create")
                        .headers(Map.of("X-Api-Key", "s3cr3t\n"))
                        .key("s3cr3t\n")));
        assertThat(invalid).message().doesNotContain("s3cr3t");
    }

    @Test
    void a_header_in_two_spellings_is_a_flaw() {
        assertThat(flaws(Asked.operation("create").headers(Map.of("Accept", "a", "accept", "b"))))
                .hasSize(1)
                .allMatch(path -> path.equalsIgnoreCase("headers.accept"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "",
                "/orders#top",
                "/../admin",
                "/orders/..",
                "/orders/%2e%2E/admin",
                "/orders/..%2fadmin",
                "/orders/..;x/admin",
                "/orders\\..\\admin",
                "/or ders",
                "/bücher",
                "/a\nb"
            })
    void a_path_stays_below_the_base_url_and_is_one(String path) {
        assertThat(flaws(Asked.path("GET", path))).contains("path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/orders/1.2.3", "/.well-known/x", "/a..b", "/orders?next=../x", "/b%C3%BCcher"})
    void an_ordinary_path_is_taken_as_it_is(String path) {
        assertThat(plan(Asked.path("GET", path)).pathAndQuery()).isEqualTo(path);
    }

    @Test
    void a_parameter_that_leads_up_the_path_is_a_flaw() {
        assertThat(flaws(Asked.operation("order").params(Map.of("id", "../admin"))))
                .containsExactly("params.id");
    }

    @ParameterizedTest
    @CsvSource({"TRACE,method", "CONNECT,method"})
    void methods_of_the_connection_are_not_asked_for(String method, String flaw) {
        assertThat(flaws(Asked.path(method, "/"))).containsExactly(flaw);
    }

    @Test
    void either_an_operation_or_a_method_and_a_path() {
        Asked both = new Asked(
                Optional.of("create"),
                Optional.of("POST"),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        assertThat(flaws(both)).containsExactly("operation");
        assertThat(flaws(Asked.operation("creat"))).containsExactly("operation");
        Asked neither = new Asked(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        assertThat(flaws(neither)).containsExactly("operation");
    }

    @ParameterizedTest
    @CsvSource({"49,false", "50,true", "300000,true", "300001,false"})
    void a_deadline_is_as_long_as_an_attempt_at_least_and_five_minutes_at_most(long millis, boolean fine) {
        Asked asked = Asked.operation("create").deadline(Duration.ofMillis(millis));
        if (fine) {
            assertThat(plan(asked).deadline()).isEqualTo(clock.instant().plusMillis(millis));
        } else {
            assertThat(flaws(asked)).containsExactly("deadline");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/42, order",
        "/orders/42/?expand=lines, order",
        "/orders/42/lines/7, GET /orders/{}/lines/{}",
        "/bot123:AAxyz/getMe, GET /{}/getMe",
        "/services/T0A/B0B/aGVsbG9oZWxsb2hlbGxvaGVs, GET /services/{}/{}/{}",
        "/v2/chat.postMessage?token=x, GET /v2/chat.postMessage",
        "/users/jane@example.com, GET /users/{}",
        "/a%20b/, GET /{}/",
        "/, GET /"
    })
    void a_path_has_the_operations_name_that_it_is_or_one_without_ids_and_secrets(String path, String name) {
        assertThat(plan(Asked.path("GET", path)).operation().name()).isEqualTo(name);
        assertThat(plan(Asked.path("GET", path)).pathAndQuery()).isEqualTo(path);
    }

    @Test
    void who_names_a_path_gets_what_its_operation_promises() {
        assertThat(plan(Asked.path("POST", "/charges")).idempotencyKey()).isPresent();
        assertThat(plan(Asked.path("POST", "/charges/7/refunds")).idempotencyKey())
                .isEmpty();
    }
}
