package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.access.Acting;
import dev.heir.integration.assign.SiteFacts;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.scrape.Configured;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.ScrapeConfig;
import dev.heir.integration.scrape.monitor.MonitorRuns.Turn;
import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutlivedScrapesTest {

    private static final String URL = "https://shop.example/lamp";
    private static final ScrapeConfig CONFIG = Configured.with();

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(8);
    private static final Database database = new Database(pool);

    private final OutlivedRows outlived = new OutlivedRows(database);

    @BeforeEach
    void start() {
        database.update("TRUNCATE scrape, assignment, monitor CASCADE");
    }

    @Test
    void scrapes_go_with_their_pages_those_of_people_after_a_year_and_those_of_monitors_after_a_month() {
        UUID old = scrape(366, false);
        page(old, URL, "FETCHED", 366);
        UUID young = scrape(364, false);
        page(young, URL, "FETCHED", 364);
        UUID watched = scrape(31, true);
        page(watched, URL, "FETCHED", 31);
        UUID lately = scrape(29, true);
        page(lately, URL, "FETCHED", 29);

        assertThat(forget()).isFalse();

        assertThat(kept()).containsExactlyInAnyOrder(young, lately);
        assertThat(database.first(row -> row.getInt(1), "SELECT count(*) FROM scrape_page"))
                .hasValue(2);
    }

    @Test
    void how_long_is_configured() {
        UUID old = scrape(3, false);
        page(old, URL, "FETCHED", 3);

        outlived.forget(Configured.with("keep.scrapes", "4d").keep());
        assertThat(kept()).containsExactly(old);
        outlived.forget(Configured.with("keep.scrapes", "2d").keep());
        assertThat(kept()).isEmpty();
    }

    @Test
    void what_waits_or_was_read_again_lately_stays_and_is_in_nobodys_way() {
        UUID waiting = scrape(400, false);
        database.update(
                "INSERT INTO scrape_page (scrape, content_key, url, selectors, at, host) VALUES (?, 'w', ?, '{}', ?, 'h')",
                waiting,
                URL,
                URL);
        UUID again = scrape(400, false);
        page(again, URL, "FETCHED", 5);
        UUID old = scrape(399, false);
        page(old, URL, "FAILED", 399);

        assertThat(forget()).isFalse();

        assertThat(kept()).containsExactlyInAnyOrder(waiting, again);
        assertThat(database.list(row -> row.getBoolean(1), """
                SELECT kept_since BETWEEN now() - interval '6 days' AND now() - interval '4 days' FROM scrape WHERE id = ?
                """, again)).containsExactly(true);
    }

    @Test
    void the_run_that_a_monitor_is_to_judge_stays_and_so_does_all_that_it_has_seen() {
        new MonitorTable(database, Acting.BY_ITSELF).put("lamps", Map.of("pages", List.of(URL)));
        MonitorRunRows runs = new MonitorRunRows(database);
        Turn turn = runs.take(Duration.ofMinutes(1)).orElseThrow();
        UUID run = scrape(40, false);
        page(run, URL, "FETCHED", 40);
        UUID earlier = scrape(50, true);
        page(earlier, URL, "FETCHED", 50);
        runs.began(turn, run);
        database.update(
                "INSERT INTO monitor_change (monitor, at, url, competitor, kind, what) VALUES"
                        + " ('lamps', now() - interval '50 days', ?, 'a', 'FIELD_CHANGED', 'price')",
                URL);
        database.update("""
                INSERT INTO monitor_notice (id, monitor, project, uri, body, sent_at, due_at) VALUES
                    (gen_random_uuid(), 'lamps', 'shop', 'https://h.example/', '{}', now() - interval '91 days', NULL),
                    (gen_random_uuid(), 'lamps', 'shop', 'https://h.example/', '{}', now() - interval '89 days', NULL),
                    (gen_random_uuid(), 'lamps', 'shop', 'https://h.example/', '{}', NULL, now())
                """);

        assertThat(forget()).isFalse();

        assertThat(kept()).containsExactly(run);
        assertThat(database.first(row -> row.getBoolean(1), "SELECT watched FROM scrape WHERE id = ?", run))
                .as("it is a monitor's")
                .hasValue(true);
        assertThat(database.first(row -> row.getInt(1), "SELECT count(*) FROM monitor_change"))
                .hasValue(1);
        assertThat(database.first(row -> row.getInt(1), "SELECT count(*) FROM monitor_notice"))
                .hasValue(2);
    }

    @Test
    void the_readings_that_an_assignment_is_checked_by_stay_however_old_they_are() {
        UUID assignment =
                database.first(row -> row.getObject(1, UUID.class), """
                INSERT INTO assignment (project, fingerprint, requirement) VALUES ('shop', 'f', '{}') RETURNING id
                """).orElseThrow();
        database.update("""
                INSERT INTO assignment_phase (assignment, position, name, work, step, specialists, domains)
                VALUES (?, 1, 'n', 'w', 1, '{}', '{}')
                """, assignment);
        database.update(
                "INSERT INTO assignment_criterion (assignment, phase, position, check_name, subject) VALUES (?, 1, 1, 'PAGE_READ', ?)",
                assignment,
                URL);
        UUID first = scrape(500, false);
        page(first, URL, "FETCHED", 500);
        UUID last = scrape(450, false);
        page(last, URL, "FETCHED", 450);
        UUID otherwise = scrape(480, false);
        page(otherwise, URL, "FETCHED", 480, "{\"price\": \".price\"}");
        UUID refused = scrape(440, false);
        page(refused, URL, "REFUSED", 440);
        UUID unnamed = scrape(450, false);
        page(unnamed, "https://shop.example/other", "FETCHED", 450);
        SiteFacts before = evidence();

        assertThat(forget()).isFalse();

        assertThat(kept()).containsExactlyInAnyOrder(last, otherwise, refused);
        assertThat(evidence()).isEqualTo(before);
        assertThat(before.page()).isPresent();
        assertThat(before.data()).hasSize(1);
    }

    @Test
    void a_large_crawl_goes_in_parts_however_many_instances_delete() throws Exception {
        UUID crawl = scrape(400, false);
        database.update("""
                INSERT INTO scrape_page (scrape, content_key, url, selectors, at, host, state, ended_at)
                SELECT ?, n::text, 'https://shop.example/' || n, '{}', '', 'h', 'FETCHED', now() - interval '400 days'
                FROM generate_series(1, 2500) AS n
                """, crawl);

        assertThat(forget()).as("there is more").isTrue();
        assertThat(database.first(row -> row.getInt(1), "SELECT count(*) FROM scrape_page"))
                .hasValue(1500);
        assertThat(kept()).containsExactly(crawl);

        List<Future<Boolean>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(this::forget));
            }
        }
        for (Future<Boolean> one : all) {
            var _ = one.get();
        }
        while (forget()) {
            assertThat(kept()).hasSizeLessThanOrEqualTo(1);
        }

        assertThat(kept()).isEmpty();
        assertThat(database.first(row -> row.getInt(1), "SELECT count(*) FROM scrape_page"))
                .hasValue(0);
    }

    private boolean forget() {
        return outlived.forget(CONFIG.keep());
    }

    private SiteFacts evidence() {
        return database.read(connection -> PageEvidence.of(connection, "shop", PageUrl.parse(URL), "robot"));
    }

    private static List<UUID> kept() {
        return database.list(row -> row.getObject(1, UUID.class), "SELECT id FROM scrape");
    }

    private static UUID scrape(int days, boolean watched) {
        return database.first(row -> row.getObject(1, UUID.class), """
                        INSERT INTO scrape (id, project, submitted_at, kept_since, watched)
                        VALUES (gen_random_uuid(), 'shop', now() - ? * interval '1 day', now() - ? * interval '1 day', ?)
                        RETURNING id
                        """, days, days, watched)
                .orElseThrow();
    }

    private static void page(UUID scrape, String url, String state, int days) {
        page(scrape, url, state, days, "{}");
    }

    private static void page(UUID scrape, String url, String state, int days, String selectors) {
        database.update("""
                INSERT INTO scrape_page (scrape, content_key, url, selectors, at, host, state, outcome, ended_at)
                VALUES (?, ?, ?, CAST(? AS jsonb), ?, 'shop.example', ?, '{"content": {"values": {"price": ["1"]}}}',
                    now() - ? * interval '1 day')
                """, scrape, url + selectors, url, selectors, url, state, days);
    }
}
