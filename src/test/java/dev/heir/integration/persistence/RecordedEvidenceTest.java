package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.heir.integration.assign.ProviderFacts;
import dev.heir.integration.assign.SiteFacts;
import dev.heir.integration.call.CallRecord;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.ProviderDocument;
import dev.heir.integration.scrape.Configured;
import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.Errand;
import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.RobotsTxt;
import dev.heir.integration.scrape.ScrapeRequest;
import dev.heir.integration.scrape.Selector;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Symptom;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedEvidenceTest {

    private static final Provider STRIPE = ProviderDocument.read(
            "stripe", Map.of("baseUrl", "https://api.example.com", "credentials", List.of("stripe-key", "other")));

    private static final Map<String, Selector> SELECTORS =
            Map.of("price", Selector.parse(".price"), "name", Selector.parse(".name"));

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(4);
    private static final PostgresLedger ledger = new PostgresLedger(pool, new Instance());
    private static final RecordedEvidence evidence = new RecordedEvidence(new Database(pool), Configured.with());

    private final PageUrl page = PageUrl.parse("https://" + UUID.randomUUID() + ".example/prices");

    @Test
    void nothing_recorded_is_no_fact() {
        assertThat(evidence.provider("nobody", "unheard-of", Optional.empty())).isEqualTo(ProviderFacts.NONE);
        assertThat(evidence.site("nobody", page)).isEqualTo(SiteFacts.NONE);
    }

    @Test
    void the_ledger_tells_which_calls_the_provider_answered_to_this_project() {
        Instant now = Calls.now();
        ledger.record(Calls.answered("facts", now.minusSeconds(60)), Optional.empty());
        String last =
                ledger.record(Calls.answered("facts", now), Optional.empty()).toString();
        ledger.record(Calls.failed("facts", "facts-down", EscalationTrigger.STRIKE_THREE), Optional.empty());
        ledger.record(Calls.answered("facts", now.minus(Duration.ofDays(2))), Optional.empty());

        ProviderFacts facts = evidence.provider("facts", "stripe", Optional.of(STRIPE));

        assertThat(facts.live()).contains(new ProviderFacts.Seen(last, now));
        assertThat(facts.lastDay()).isEqualTo(new ProviderFacts.Traffic(3, 2));
        assertThat(facts.signed().orElseThrow().credential()).isEqualTo("stripe-key");
        assertThat(facts.signed().orElseThrow().refused()).isFalse();
        assertThat(facts.openEscalation()).isPresent();
        assertThat(evidence.provider("another", "stripe", Optional.of(STRIPE)).live())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "200, , accepted",
        "304, , accepted",
        "401, AUTHENTICATION_FAILURE, refused",
        "503, SERVICE_UNAVAILABLE, unknown",
        "429, HTTP_429, unknown",
        "404, , unknown",
        "0, TIMEOUT, unknown"
    })
    void only_a_good_answer_or_a_refusal_tells_of_a_credential(int status, @Nullable Symptom symptom, String what) {
        String provider = "signed-" + UUID.randomUUID();
        ledger.record(signed(provider, status, Optional.ofNullable(symptom)), Optional.empty());

        Optional<ProviderFacts.Signed> signed =
                evidence.provider("facts", provider, Optional.empty()).signed();

        assertThat(signed.map(one -> one.refused() ? "refused" : "accepted").orElse("unknown"))
                .isEqualTo(what);
    }

    private static CallRecord signed(String provider, int status, Optional<Symptom> symptom) {
        CallRecord like = Calls.answered("facts");
        CallRecord.Attempt attempt = like.attempts().getFirst();
        return new CallRecord(
                like.id(),
                like.project(),
                like.kind(),
                provider,
                provider,
                like.operation(),
                like.tier(),
                like.receivedAt(),
                like.took(),
                like.idempotencyKey(),
                like.source(),
                status,
                symptom,
                like.fault(),
                false,
                like.age(),
                like.cost(),
                like.signature(),
                like.detail(),
                List.of(new CallRecord.Attempt(
                        1,
                        provider,
                        attempt.target(),
                        Optional.of("its-key"),
                        attempt.startedAt(),
                        attempt.took(),
                        status,
                        symptom,
                        false,
                        false,
                        false,
                        "")),
                List.of(),
                Optional.empty(),
                CallRecord.Use.NONE,
                CallRecord.Asked.NOT_KEPT);
    }

    @Test
    void the_probe_is_the_orchestrators_own_last_call() {
        String id =
                ledger.record(Calls.answered("orchestrator"), Optional.empty()).toString();

        ProviderFacts.Probed probe =
                evidence.provider("facts", "stripe", Optional.empty()).probe().orElseThrow();

        assertThat(probe.green()).isTrue();
        assertThat(probe.detail()).contains("status 200").contains(id);
    }

    @Test
    void the_standing_is_the_one_of_the_last_sweep() {
        execute(
                "INSERT INTO standing (provider, colour, phase, reasons, since, ever_answered, window_from, window_until,"
                        + " calls, answered, let_down, attempts, failures, limited, refused) VALUES ('swept', 'YELLOW',"
                        + " 'OPERATE', '{slow}', now(), true, now(), now(), 1, 1, 0, 1, 0, 0, 0)");

        ProviderFacts.Standing standing =
                evidence.provider("facts", "swept", Optional.empty()).standing().orElseThrow();

        assertThat(standing.colour()).isEqualTo("YELLOW");
        assertThat(standing.reason()).isEqualTo("slow");
    }

    @Test
    void a_page_that_was_read_tells_what_each_selector_yielded_the_last_time() {
        read(SELECTORS, Map.of("price", List.of("9.99"), "name", List.of()));
        read(Map.of("price", Selector.parse("title")), Map.of("price", List.of("Prices")));
        read(Map.of(), Map.of());

        SiteFacts facts = evidence.site("shop", page);

        assertThat(facts.data())
                .extracting(SiteFacts.Datum::name, SiteFacts.Datum::selector, SiteFacts.Datum::found)
                .containsExactlyInAnyOrder(
                        tuple("price", ".price", true), tuple("name", ".name", false), tuple("price", "title", true));
        assertThat(facts.page().orElseThrow().record()).startsWith("/v1/scrapes/");
        assertThat(facts.refusal()).isEmpty();
        assertThat(facts.closest()).isEmpty();
        assertThat(evidence.site("another", page).page()).isEmpty();
        assertThat(evidence.site("another", page).data()).isEmpty();
    }

    @Test
    void robots_txt_itself_tells_what_it_says_of_the_page_and_when_it_was_asked() {
        RobotsTable robots = new RobotsTable(new Database(pool));
        read(SELECTORS, Map.of());
        assertThat(evidence.site("shop", page).robots()).isEmpty();

        robots.keep(page.origin(), new RobotsTxt.Found("User-agent: *\nDisallow: /private"), Duration.ZERO);
        assertThat(evidence.site("shop", page).robots()).get().isInstanceOf(SiteFacts.Robots.Allows.class);
        robots.keep(page.origin(), new RobotsTxt.Absent("the host answered 404"), Duration.ZERO);
        assertThat(evidence.site("shop", page).robots()).get().isInstanceOf(SiteFacts.Robots.Allows.class);
        robots.keep(page.origin(), new RobotsTxt.Unreachable("the host answered 500"), Duration.ZERO);
        assertThat(evidence.site("shop", page).robots()).get().isInstanceOf(SiteFacts.Robots.Unreachable.class);
        robots.keep(page.origin(), new RobotsTxt.Found("User-agent: *\nDisallow: /prices"), Duration.ZERO);
        execute("UPDATE robots_txt SET asked_at = '2026-01-01T00:00:00Z' WHERE origin = '" + page.origin() + "'");

        assertThat(evidence.site("shop", page).robots())
                .contains(new SiteFacts.Robots.Forbids(
                        Instant.parse("2026-01-01T00:00:00Z"), "Disallow: /prices (line 2)"));
    }

    @Test
    void a_refusal_after_a_reading_is_told_beside_it() {
        read(SELECTORS, Map.of());
        settle(SELECTORS, new Page.Refused(page.uri(), "Disallow: /prices"));

        SiteFacts facts = evidence.site("shop", page);

        assertThat(facts.page()).isPresent();
        assertThat(facts.refusal().orElseThrow().reason()).isEqualTo("REFUSED Disallow: /prices");
    }

    @Test
    void how_close_together_a_host_was_asked_is_measured_from_the_end_of_any_request_to_the_start_of_the_next() {
        Instant start = Calls.now().minusSeconds(600);
        sent("another", "/robots.txt", start, 200);
        sent("another", "/other", start.plusMillis(700), 100);
        assertThat(evidence.site("shop", page).closest()).isEmpty();

        sent("shop", "/robots.txt", start.plusSeconds(60), 2_000);
        sent("shop", "/prices", start.plusSeconds(72), 500);
        sent("shop", "/prices", start.plusSeconds(82), 500);

        // The others' own 500 ms are theirs.
        assertThat(evidence.site("shop", page).closest()).contains(Duration.ofMillis(9_500));
        assertThat(evidence.site("another", page).closest()).contains(Duration.ofMillis(500));
    }

    private void sent(String project, String path, Instant at, int tookMillis) {
        CallRecord like = Calls.answered(project, at);
        CallRecord.Attempt attempt = like.attempts().getFirst();
        ledger.record(
                new CallRecord(
                        like.id(),
                        project,
                        "web_scraping",
                        page.host(),
                        page.host(),
                        "GET " + path,
                        like.tier(),
                        at,
                        Duration.ofMillis(tookMillis),
                        Optional.empty(),
                        like.source(),
                        200,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        like.age(),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        List.of(new CallRecord.Attempt(
                                1,
                                page.host(),
                                page.origin(),
                                Optional.empty(),
                                at,
                                Duration.ofMillis(tookMillis),
                                200,
                                attempt.symptom(),
                                false,
                                false,
                                false,
                                "")),
                        List.of(),
                        Optional.empty(),
                        CallRecord.Use.NONE,
                        CallRecord.Asked.NOT_KEPT),
                Optional.empty());
    }

    private void read(Map<String, Selector> selectors, Map<String, List<String>> values) {
        settle(
                selectors,
                new Page.Fetched(
                        page.uri(),
                        200,
                        Calls.now(),
                        Optional.of(
                                new Content(Optional.of("Prices"), Optional.empty(), "UTF-8", "9.99", false, values)),
                        List.of()));
    }

    private void settle(Map<String, Selector> selectors, Page end) {
        ScrapeTable queue = new ScrapeTable(new Database(pool));
        var unused = queue.submit(
                "shop", new ScrapeRequest(List.of(page), Order.of(selectors), Optional.empty()), Optional.empty());
        Errand errand = queue.take(50, Duration.ofMinutes(1)).stream()
                .filter(one -> one.url().equals(page))
                .findFirst()
                .orElseThrow();
        queue.settle(errand, end);
    }

    private static void execute(String sql) {
        var _ = new Database(pool).update(sql);
    }
}
