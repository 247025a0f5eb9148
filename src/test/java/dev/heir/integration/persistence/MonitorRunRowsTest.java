package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.access.Acting;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.scrape.Order;
import dev.heir.integration.scrape.Page;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.ScrapeRequest;
import dev.heir.integration.scrape.monitor.Judging;
import dev.heir.integration.scrape.monitor.MonitorDocument;
import dev.heir.integration.scrape.monitor.MonitorRuns.Turn;
import dev.heir.integration.scrape.monitor.Notices;
import io.agroal.api.AgroalDataSource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MonitorRunRowsTest {

    private static final Duration LEASE = Duration.ofMinutes(1);

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(16);
    private static final Database database = new Database(pool);

    @Test
    void of_sixteen_instances_one_begins_a_run_and_one_concludes_it_with_one_notice() throws Exception {
        Map<String, Object> document =
                Map.of("pages", List.of("https://shop.example/1"), "fields", Map.of("price", ".price"));
        assertThat(new MonitorTable(database, Acting.BY_ITSELF)
                        .put("one-run", document)
                        .isNew())
                .isTrue();

        List<Optional<Turn>> turns = everybody(() -> new MonitorRunRows(database).take(LEASE));

        Turn turn = turns.stream().flatMap(Optional::stream).toList().getFirst();
        assertThat(turns.stream().flatMap(Optional::stream)).hasSize(1);
        ScrapeTable queue = new ScrapeTable(database);
        UUID scrape = queue.submit(
                        "shop",
                        new ScrapeRequest(
                                List.of(PageUrl.parse("https://shop.example/1")), Order.of(Map.of()), Optional.empty()),
                        Optional.of("monitor " + turn.token()))
                .id();
        new MonitorRunRows(database).began(turn, scrape);
        assertThat(conclude()).as("a page waits still").isFalse();
        queue.settle(
                queue.take(1, LEASE).getFirst(), new Page.Failed(URI.create("https://shop.example/1"), "answered 404"));

        assertThat(everybody(MonitorRunRowsTest::conclude)).containsOnlyOnce(true);
        assertThat(database.list(row -> row.getString(1), "SELECT verdict FROM monitor_look WHERE monitor = 'one-run'"))
                .containsExactly("GONE");
        List<Optional<Notices.Notice>> notices = everybody(() -> new NoticeRows(database).take(LEASE));
        assertThat(notices.stream().flatMap(Optional::stream)).hasSize(1);
        assertThat(new MonitorRunRows(database).take(LEASE)).as("not due").isEmpty();
    }

    @Test
    void a_run_whose_instance_died_before_it_began_is_begun_by_another_as_the_same() {
        new MonitorTable(database, Acting.BY_ITSELF).put("died", Map.of("pages", List.of("https://shop.example/2")));
        Turn first = new MonitorRunRows(database).take(Duration.ZERO).orElseThrow();

        Turn again = new MonitorRunRows(database).take(LEASE).orElseThrow();

        assertThat(again).isEqualTo(first);
        assertThat(new MonitorRunRows(database).take(LEASE)).isEmpty();
        assertThat(new MonitorTable(database, Acting.BY_ITSELF).remove("died")).isTrue();
    }

    @Test
    void a_monitor_is_created_once_and_another_of_its_name_is_refused() {
        MonitorTable table = new MonitorTable(database, Acting.BY_ITSELF);
        Map<String, Object> document = Map.of("monitor", "own", "pages", List.of("https://shop.example/3"));

        assertThat(table.create("own", document).orElseThrow().isNew()).isTrue();
        assertThat(table.create("own", document).orElseThrow().isNew()).isFalse();
        assertThat(table.create("own", Map.of("pages", List.of("https://shop.example/4"))))
                .isEmpty();
        assertThat(table.find("own")).hasValue(document);
        assertThat(table.remove("own")).isTrue();
    }

    @Test
    void looks_are_kept_for_ninety_days_and_series_for_good() {
        new MonitorTable(database, Acting.BY_ITSELF).put("old", Map.of("pages", List.of("https://shop.example/5")));
        for (int days : List.of(89, 91, 400)) {
            database.update(
                    "INSERT INTO monitor_look (monitor, at, url, verdict)"
                            + " VALUES ('old', now() - ? * interval '1 day', 'https://shop.example/5', 'SAME')",
                    days);
            database.update(
                    "INSERT INTO monitor_point (monitor, competitor, url, field, at, text)"
                            + " VALUES ('old', 'a', 'https://shop.example/5', 'price', now() - ? * interval '1 day', '1')",
                    days);
        }

        assertThat(new OutlivedRows(database)
                        .forget(dev.heir.integration.scrape.Configured.with().keep()))
                .isFalse();

        assertThat(database.list(row -> row.getInt(1), "SELECT count(*) FROM monitor_look WHERE monitor = 'old'"))
                .containsExactly(1);
        assertThat(database.list(row -> row.getInt(1), "SELECT count(*) FROM monitor_point WHERE monitor = 'old'"))
                .containsExactly(3);
        assertThat(new MonitorTable(database, Acting.BY_ITSELF).remove("old")).isTrue();
    }

    private static boolean conclude() {
        return new MonitorRunRows(database)
                .conclude(
                        (turn, missing) -> new Judging(
                                MonitorDocument.read(turn.name(), turn.document(), "shop"),
                                turn.missingPath(),
                                missing),
                        (turn, judged) -> Optional.of(
                                new Notices.Draft("shop", URI.create("https://hooks.example/"), Map.of("id", "x"))));
    }

    private static <T> List<T> everybody(Callable<T> work) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Callable<T>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                all.add(work);
            }
            for (Future<T> one : threads.invokeAll(all)) {
                results.add(one.get());
            }
        }
        return results;
    }
}
