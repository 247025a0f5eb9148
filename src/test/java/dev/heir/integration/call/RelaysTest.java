package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.call.socket.Line;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** WebSockets as calls: what the ladder, the ledger and the fleet make of them. */
@Timeout(30)
class RelaysTest {

    private static final String TARGET = "https://api.example.com";
    private static final byte[] CLOSED_WELL = {(byte) 0x88, 2, 3, (byte) 0xe8}; // 1000
    private static final Map<String, ?> DOCUMENT = Map.of(
            "baseUrl",
            TARGET,
            "price",
            Map.of("perCall", "0.01 EUR"),
            "degraded",
            Map.of("body", Map.of("rooms", List.of())),
            "operations",
            Map.of("rooms", Map.of("get", "/rooms", "cache", "60s")));

    private final World world = new World().provider("api", DOCUMENT);
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final CountDownLatch cut = new CountDownLatch(1);

    private final InputStream silence = new Silence(cut);

    /** A side that says nothing until it is cut. */
    private static final class Silence extends InputStream {
        private final CountDownLatch cut;

        Silence(CountDownLatch cut) {
            this.cut = cut;
        }

        @Override
        public int read() {
            try {
                cut.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return read();
        }
    }

    private static PassedRequest request(String... headers) {
        return new PassedRequest(
                "api",
                "GET",
                "/rooms",
                headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]),
                Body.EMPTY,
                Optional.empty(),
                Optional.of(Duration.ofSeconds(5)),
                false);
    }

    private static PassedRequest handshake() {
        return request(Opening.KEY, "dGhlIHNhbXBsZSBub25jZQ==");
    }

    private Reply opens(InputStream said) {
        Flow flow = Flow.bothWays(said, told, cut::countDown);
        return new Reply.Responded(101, Map.of("upgrade", List.of("websocket")), Body.of(flow), world.clock.instant());
    }

    private Answer opened(InputStream said) {
        world.script(TARGET, opens(said));
        return answered(handshake());
    }

    private Answer answered(PassedRequest request) {
        Outcome outcome = world.calls.pass(World.SHOP, request);
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).answer();
    }

    private static Line caller(ByteArrayOutputStream hears) {
        CountDownLatch gone = new CountDownLatch(1);
        return new Line(new Silence(gone), hears, gone::countDown);
    }

    @Test
    void one_that_is_closed_is_one_call_that_was_answered_and_is_paid_for() {
        Answer opened = opened(new ByteArrayInputStream(CLOSED_WELL));
        world.relays.carry("api", opened, caller(new ByteArrayOutputStream()));
        assertThat(world.recorded().source()).contains(Source.LIVE);
        assertThat(world.recorded().status()).isEqualTo(101);
        assertThat(world.recorded().detail()).isEqualTo("the WebSocket is open");
        assertThat(world.recorded().cost().orElseThrow().amount()).isEqualByComparingTo("0.01");
        assertThat(world.ended)
                .containsExactly("closed by the provider with 1000; to the provider 0 messages, 0 bytes,"
                        + " to the caller 0 messages, 0 bytes");
    }

    @Test
    void those_that_break_off_count_against_the_target_until_its_circuit_opens() {
        for (int i = 0; i < 5; i++) {
            ByteArrayOutputStream hears = new ByteArrayOutputStream();
            Answer opened = opened(InputStream.nullInputStream());
            world.relays.carry("api", opened, caller(hears));
            assertThat(Arrays.copyOf(hears.toByteArray(), 1)).containsExactly(0x88);
        }
        assertThat(world.ended).hasSize(5).allMatch(words -> words.startsWith("broken off by the provider"));
        assertThat(world.ended).allMatch(words -> words.endsWith(" at " + TARGET));
        assertThat(world.calls.pass(World.SHOP, handshake()))
                .isInstanceOfSatisfying(Outcome.Unanswered.class, refused -> assertThat(refused.symptom())
                        .isEqualTo(Symptom.SERVICE_UNAVAILABLE));
        assertThat(world.sent).hasSize(5);
    }

    @Test
    void nothing_that_is_kept_or_declared_takes_the_place_of_a_websocket() {
        world.script(TARGET, World.answer(200, "[1]", "cache-control", "max-age=60"));
        assertThat(answered(request()).source()).isEqualTo(Source.LIVE);
        assertThat(answered(request()).source()).isEqualTo(Source.CACHED);
        world.script(TARGET, World.answer(503, "{}"));
        assertThat(world.calls.pass(World.SHOP, handshake())).isInstanceOf(Outcome.Unanswered.class);
    }

    @Test
    void whoever_stops_the_process_tells_those_who_are_connected_and_opens_nothing_more() throws Exception {
        ByteArrayOutputStream hears = new ByteArrayOutputStream();
        Answer opened = opened(silence);
        Relays.Seat seat = world.relays.seat().orElseThrow();
        Thread carrying = Thread.startVirtualThread(() -> {
            try (seat) {
                world.relays.carry("api", opened, caller(hears));
            }
        });
        while (world.relays.openNow() == 0) {
            Thread.onSpinWait();
        }
        world.relays.close();
        assertThat(carrying.join(Duration.ofSeconds(10))).isTrue();
        assertThat(hears.toByteArray()).startsWith(0x88, hears.size() - 2, 0x03, 0xe9); // 1001
        assertThat(told.toByteArray()).startsWith(0x88);
        assertThat(world.ended).singleElement().asString().startsWith("ended by the orchestrator with 1001");
        assertThat(world.relays.seat()).isEmpty();
        assertThat(cut.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void there_are_no_more_than_there_are_seats() {
        assertThat(world.relays.seat()).isPresent();
        Relays.Seat second = world.relays.seat().orElseThrow();
        assertThat(world.relays.seat()).isEmpty();
        second.close();
        assertThat(world.relays.seat()).isPresent();
    }

    @Test
    void of_one_whose_caller_went_away_in_between_the_provider_is_let_go() throws Exception {
        world.relays.unused(opened(silence));
        assertThat(cut.await(1, TimeUnit.SECONDS)).isTrue();
        assertThat(world.ended).containsExactly("the caller went away before it was open");
    }
}
