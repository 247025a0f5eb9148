package dev.heir.integration.call;

import static dev.heir.integration.call.World.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.quota.Shared;
import dev.heir.integration.strike.Circuit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a dry run tells, and that it does nothing at all. */
class DryRunsTest {

    private static final String API = "https://api.example.com/v1";
    private static final String BACKUP = "https://backup.example.com/v1";

    private final World world = new World()
            .provider(
                    "orders",
                    Map.of(
                            "baseUrl",
                            API,
                            "alternatives",
                            List.of(BACKUP),
                            "credentials",
                            List.of("key"),
                            "limits",
                            List.of(
                                    Map.of("requests", 40, "per", "1s"),
                                    Map.of("units", 1000, "of", "tokens", "per", "1m"),
                                    Map.of("units", 10, "of", "others", "per", "1m")),
                            "price",
                            Map.of("perCall", "0.01 USD"),
                            "operations",
                            Map.of(
                                    "create",
                                    Map.of(
                                            "post",
                                            "/orders/{shop}",
                                            "idempotencyKey",
                                            "Idempotency-Key",
                                            "cost",
                                            Map.of("requests", 2, "tokens", 50)),
                                    "list",
                                    Map.of("get", "/orders", "cache", "60s"))));

    private static CallRequest create(Map<String, String> headers, String body) {
        return new CallRequest(
                "orders",
                Optional.of("create"),
                Optional.empty(),
                Optional.empty(),
                Map.of("shop", "a b", "note", "s3cr3t"),
                headers,
                Body.of(body),
                Optional.empty(),
                Optional.empty(),
                Optional.of("key-1"),
                true);
    }

    @AfterEach
    void nothing_was_done() {
        assertThat(world.sent).isEmpty();
        assertThat(world.ledger).isEmpty();
        assertThat(world.parked).isEmpty();
        assertThat(world.shared).isEmpty();
        assertThat(world.signedWithin).isEmpty();
        assertThat(world.windows).isEmpty();
    }

    @Test
    void the_request_is_told_as_it_would_be_sent_without_its_secrets() {
        DryRun run = world.dryRuns.of(
                World.SHOP,
                create(Map.of("content-type", "application/json", "X-Api-Key", "mine"), "{\"token\":\"s3cr3t\"}"));

        assertThat(run.method()).isEqualTo("POST");
        assertThat(run.url()).isEqualTo(API + "/orders/a%20b?note=[secret]&key=[secret]");
        assertThat(run.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "content-type", "application/json",
                        "x-api-key", "[not shown]",
                        "idempotency-key", "key-1",
                        "authorization", "[secret]"));
        assertThat(run.body().text()).isEqualTo("{\"token\":\"[secret]\"}");
        assertThat(run.endpoint()).contains(API);
        assertThat(run.alternatives()).containsExactly(BACKUP);
        assertThat(run.idempotencyKey()).contains("key-1");
        assertThat(run.obstacle()).isEmpty();
    }

    @Test
    void a_parameter_of_the_caller_s_gives_way_to_the_credential_s() {
        DryRun run = world.dryRuns.of(
                World.SHOP,
                new CallRequest(
                        "orders",
                        Optional.empty(),
                        Optional.of("GET"),
                        Optional.of("/orders?key=theirs&a=1"),
                        Map.of(),
                        Map.of(),
                        Body.EMPTY,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true));

        assertThat(run.url()).isEqualTo(API + "/orders?a=1&key=[secret]");
    }

    @Test
    void what_it_takes_and_costs_and_how_often_it_is_tried_is_told() {
        DryRun run = world.dryRuns.of(World.SHOP, create(Map.of(), ""));

        assertThat(run.quota())
                .extracting(taking -> taking.limit() + ": " + taking.units())
                .containsExactly("40 requests per 1s: 2", "1000 tokens per 1m: 50");
        assertThat(run.cost()).map(Object::toString).contains("0.01 USD");
        assertThat(run.attempts()).isEqualTo(5);
        assertThat(run.deadline()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void what_stands_in_the_way_is_told_and_what_would_be_asked_instead() {
        world.circuits.put(API, new Circuit.Open(NOON, NOON.plusSeconds(30)));
        assertThat(world.dryRuns.of(World.SHOP, create(Map.of(), "")).endpoint())
                .contains(BACKUP);

        world.circuits.put(BACKUP, new Circuit.Open(NOON, NOON.plusSeconds(30)));
        DryRun shut = world.dryRuns.of(World.SHOP, create(Map.of(), ""));
        assertThat(shut.endpoint()).isEmpty();
        assertThat(shut.obstacle()).contains("the circuit of every endpoint is open");
        world.circuits.clear();

        world.throttles.put("orderskey", NOON.plusSeconds(60));
        assertThat(world.dryRuns.of(World.SHOP, create(Map.of(), "")).obstacle().orElse(""))
                .contains("left alone until 2026-11-23T12:01:00Z");
    }

    @Test
    void a_limit_that_is_used_up_stands_in_the_way_and_only_what_was_declared_is_an_alternative() {
        world.script(API, World.answer(200, "{}"));
        for (int n = 0; n < 20; n++) {
            world.answered(create(Map.of(), ""));
        }
        world.clock.forward(Duration.ofSeconds(2)); // of the other limit all is there again
        Map<String, Shared> before = Map.copyOf(world.shared);
        world.circuits.put(API, new Circuit.Open(NOON, NOON.plusSeconds(30)));
        DryRun run = world.dryRuns.of(World.SHOP, create(Map.of(), ""));
        assertThat(run.obstacle().orElse("")).startsWith("the limit of 1000 tokens per 1m has no room before");
        assertThat(run.alternatives()).isEmpty();
        assertThat(world.shared).isEqualTo(before);
        forgetWhatWasDone();
    }

    private void forgetWhatWasDone() {
        world.sent.clear();
        world.ledger.clear();
        world.shared.clear();
        world.signedWithin.clear();
        world.windows.clear();
    }

    @Test
    void a_kept_answer_that_would_be_given_is_told_with_its_age() {
        CallRequest list = CallRequest.of("orders", "list");
        world.script(API, World.answer(200, "{}", "cache-control", "max-age=60"));
        world.answered(list);
        forgetWhatWasDone();
        world.waits.clear();
        world.clock.forward(Duration.ofSeconds(9));

        assertThat(world.dryRuns.of(World.SHOP, list).keptFor())
                .contains(Duration.ofSeconds(9).plus(world.attemptTakes));
    }

    @Test
    void flaws_are_told_as_the_call_itself_would_tell_them() {
        assertThatThrownBy(() -> world.dryRuns.of(World.SHOP, CallRequest.of("orders", "creat")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("creat");
    }
}
