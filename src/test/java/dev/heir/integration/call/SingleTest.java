package dev.heir.integration.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SingleTest {

    private final List<Transport.Outgoing> sent = new ArrayList<>();
    private final List<CallRecord> ledger = new ArrayList<>();
    private final BlockingQueue<CallRecord> beside = new LinkedBlockingQueue<>();

    @Test
    void it_is_sent_once_as_it_is_and_stands_in_the_ledger() {
        Reply reply = single(responded(301)).get(request());

        assertThat(reply).isEqualTo(responded(301));
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().uri()).isEqualTo(URI.create("https://example.com/a?user=7"));
        assertThat(sent.getFirst().internal()).isFalse();
        CallRecord call = ledger.getFirst();
        assertThat(call.kind()).isEqualTo("web_scraping");
        assertThat(call.tool()).isEqualTo("example.com");
        assertThat(call.operation()).isEqualTo("GET /a");
        assertThat(call.source()).hasValue(Source.LIVE);
        assertThat(call.status()).isEqualTo(301);
        assertThat(call.attempts()).extracting(CallRecord.Attempt::target).containsExactly("https://example.com");
        assertThat(call.incident()).isEmpty();
    }

    @Test
    void of_a_webhook_the_ledger_has_the_host_alone() {
        single(responded(503)).tell(request(), Body.of("{}"));

        CallRecord call = ledger.getFirst();
        assertThat(sent.getFirst().method()).isEqualTo("POST");
        assertThat(call.operation()).isEqualTo("POST webhook");
        assertThat(call.toString()).doesNotContain("/a");
    }

    @Test
    void a_refusal_is_recorded_with_its_symptom_and_handed_over_as_it_came() {
        assertThat(single(responded(429)).get(request())).isEqualTo(responded(429));

        assertThat(ledger.getFirst().symptom()).hasValue(Symptom.HTTP_429);
        assertThat(ledger.getFirst().signature()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "200, LIVE, ",
        "304, LIVE, ",
        "404, , CALLER",
        "403, , CALLER",
        "429, , CALLER",
        "500, , PROVIDER",
        "503, , PROVIDER"
    })
    void only_a_good_answer_counts_as_live(int status, @Nullable Source source, @Nullable Fault fault) {
        single(responded(status)).get(request());

        assertThat(ledger.getFirst().source()).isEqualTo(Optional.ofNullable(source));
        assertThat(ledger.getFirst().fault()).isEqualTo(Optional.ofNullable(fault));
        assertThat(ledger.getFirst().status()).isEqualTo(status);
    }

    @Test
    void no_answer_is_recorded_as_the_websites_fault_without_secrets() {
        single(new Reply.Lost("cut off at s3cr3t", false)).get(request());

        CallRecord call = ledger.getFirst();
        assertThat(call.source()).isEmpty();
        assertThat(call.symptom()).hasValue(Symptom.SERVICE_UNAVAILABLE);
        assertThat(call.fault()).hasValue(Fault.PROVIDER);
        assertThat(call.detail()).isEqualTo("cut off at [secret]");
        assertThat(call.attempts().getFirst().detail()).isEqualTo("cut off at [secret]");
    }

    @Test
    void what_cannot_be_recorded_is_not_passed_off_as_done() {
        Single unrecorded = new Single(
                outgoing -> responded(200),
                new FakeLedger() {
                    @Override
                    public DprId record(CallRecord call, Optional<ParkedCall> parked, Optional<CallerKeys.End> key) {
                        throw new LedgerUnavailable("down", new IllegalStateException());
                    }
                },
                new Hiding("nothing of this"),
                new World.SteppingClock(),
                new SplittableRandom(1));

        assertThatThrownBy(() -> unrecorded.get(request())).isInstanceOf(Ledger.LedgerUnavailable.class);
    }

    @Test
    void what_a_credential_needs_for_itself_stands_in_the_ledger_beside_and_counts_against_no_provider()
            throws Exception {
        assertThat(single(responded(503)).authenticate("crm", tokenRequest())).isEqualTo(responded(503));

        CallRecord call = recorded();
        assertThat(call.project()).isEqualTo("orchestrator");
        assertThat(call.kind()).isEqualTo("authentication_setup");
        assertThat(call.tool()).isEqualTo("crm");
        assertThat(call.provider()).isEqualTo("credential:crm");
        assertThat(call.operation()).isEqualTo("POST /token");
        assertThat(call.status()).isEqualTo(503);
        assertThat(call.symptom()).hasValue(Symptom.SERVICE_UNAVAILABLE);
        assertThat(call.attempts().getFirst().credential()).hasValue("crm");
        assertThat(call.attempts().getFirst().countsAgainstTarget()).isFalse();
        assertThat(call.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void what_an_issuer_is_asked_of_itself_stands_there_as_well() throws Exception {
        assertThat(single(responded(200)).discover(tokenRequest())).isEqualTo(responded(200));

        CallRecord call = recorded();
        assertThat(call.provider()).startsWith("issuer:");
        assertThat(call.attempts().getFirst().credential()).isEmpty();
        assertThat(call.attempts().getFirst().countsAgainstTarget()).isFalse();
    }

    @Test
    void a_ledger_that_is_stuck_or_fails_costs_no_token() {
        CountDownLatch stuck = new CountDownLatch(1);
        Single single = new Single(
                outgoing -> responded(200),
                new FakeLedger() {
                    @Override
                    public DprId record(CallRecord call, Optional<ParkedCall> parked, Optional<CallerKeys.End> key) {
                        try {
                            stuck.await();
                        } catch (InterruptedException stopped) {
                            Thread.currentThread().interrupt();
                        }
                        throw new LedgerUnavailable("down", new IllegalStateException());
                    }
                },
                new Hiding("nothing of this"),
                new World.SteppingClock(),
                new SplittableRandom(1));

        assertThat(single.authenticate("crm", tokenRequest())).isEqualTo(responded(200));
        stuck.countDown();
    }

    private CallRecord recorded() throws InterruptedException {
        CallRecord call = beside.poll(10, TimeUnit.SECONDS);
        assertThat(call).isNotNull();
        return Objects.requireNonNull(call);
    }

    private static Transport.Outgoing tokenRequest() {
        return new Transport.Outgoing(
                "POST",
                URI.create("https://id.example/token?key=s3cr3t"),
                Map.of(),
                Body.of("refresh_token=s3cr3t"),
                new Signature(Map.of("Authorization", "Basic s3cr3t"), Map.of()),
                Duration.ofSeconds(5),
                false);
    }

    private Single single(Reply reply) {
        return new Single(
                outgoing -> {
                    sent.add(outgoing);
                    return reply;
                },
                new FakeLedger(),
                new Hiding("s3cr3t"),
                new World.SteppingClock(),
                new SplittableRandom(1));
    }

    private static Reply.Responded responded(int status) {
        return new Reply.Responded(status, Map.of(), Body.EMPTY, World.NOON);
    }

    private static Single.Request request() {
        return new Single.Request(
                "shop",
                "web_scraping",
                "example.com",
                URI.create("https://example.com/a?user=7"),
                Map.of("user-agent", "IntegrationOrchestrator/0.1"),
                Duration.ofSeconds(10),
                false);
    }

    private class FakeLedger implements Ledger {
        @Override
        public void ended(DprId call, Duration took, String words, Optional<CallRecord.Attempt> failure) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void brokeOff(DprId call, CallRecord.Strike how) {
            throw new IllegalStateException("nothing is passed on here");
        }

        @Override
        public DprId record(CallRecord call, Optional<ParkedCall> parked, Optional<CallerKeys.End> key) {
            ledger.add(call);
            beside.add(call);
            return new DprId(call.project(), call.kind(), call.tool(), ledger.size());
        }

        @Override
        public Optional<CallRequest> asked(Recorded recorded) {
            return Optional.empty();
        }

        @Override
        public Optional<Recorded> find(String project, String dprId) {
            return Optional.empty();
        }

        @Override
        public void postpone(CallRecord call, ParkedCall waiting) {
            throw new AssertionError("nothing was deferred");
        }

        @Override
        public void complete(CallRecord call, Optional<Content> content) {
            throw new AssertionError("nothing was deferred");
        }
    }
}
