package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heir.integration.health.CaseState;
import dev.heir.integration.health.Escalation;
import dev.heir.integration.health.Resolution;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.scrape.Configured;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.ScrapeConfig;
import dev.heir.integration.scrape.extract.Field;
import dev.heir.integration.scrape.extract.Missed;
import dev.heir.integration.scrape.extract.Noted;
import dev.heir.integration.scrape.extract.Notes;
import dev.heir.integration.scrape.extract.Origin;
import dev.heir.integration.scrape.extract.Remembered;
import dev.heir.integration.scrape.extract.Type;
import dev.heir.integration.scrape.extract.Value;
import dev.heir.integration.strike.Symptom;
import io.agroal.api.AgroalDataSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DriftTest {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource pool = own.pool(8);
    private static final Database database = new Database(pool);
    private static final ScrapeConfig.Drift AT_ONCE = drift("3", "0s");

    private final String host = UUID.randomUUID() + ".example.com";
    private final FieldMemoryTable memory = new FieldMemoryTable(database);
    private final CaseRows cases = new CaseRows(database);
    private final Field price = field(".price", false);

    @Test
    void a_field_that_its_site_shows_no_more_is_one_case_that_tells_all_and_ends_when_it_is_read_again() {
        show(1, price, "12.50");
        for (int page = 1; page <= 2; page++) {
            miss(page, price);
        }
        assertThat(ofHost()).as("two are none yet").isEmpty();

        for (int page = 3; page <= 9; page++) {
            miss(page, price);
        }

        Escalation one = only();
        assertThat(one.cause()).isEqualTo("field:shop:" + host + ":price");
        assertThat(one.symptom()).isEqualTo(Symptom.FORMAT_CHANGE);
        assertThat(one.operation()).isEqualTo("field price");
        assertThat(one.isAboutPages()).isTrue();
        assertThat(String.join("\n", one.recommendations()))
                .contains("3 readings in a row", ".price", "it seems to be at '.cost' now")
                .contains("its last good value is '12.50 EUR', of ", "Z on https://" + host + "/1")
                .contains("https://" + host + "/1, https://" + host + "/2, https://" + host + "/3");

        show(4, price, "13.00");
        assertThat(only().state()).isInstanceOf(CaseState.Resolved.class);
        miss(1, price);
        miss(2, price);
        assertThat(ofHost()).as("the count begins anew").hasSize(1);
        miss(3, price);
        assertThat(ofHost()).hasSize(2);
    }

    @Test
    void what_other_pages_of_the_site_show_is_no_drift() {
        show(1, price, "12.50");
        for (int round = 0; round < 5; round++) {
            miss(2, price);
            miss(3, price);
            show(4, price, "1.00");
        }

        assertThat(ofHost()).isEmpty();
    }

    @Test
    void a_page_that_has_not_changed_and_shows_it_still_counts_as_well() {
        show(1, price, "12.50");
        miss(2, price);
        miss(3, price);
        memory.note("shop", page(4), new Notes(List.of(), List.of(noted(price, "1.00")), List.of()), AT_ONCE);
        miss(2, price);
        miss(3, price);

        assertThat(ofHost()).isEmpty();
    }

    @Test
    void an_hour_of_strange_pages_is_none_yet_and_the_case_grows_slowly() {
        show(1, price, "12.50");
        for (int page = 1; page <= 9; page++) {
            miss(page, price, drift("3", "1h"));
        }
        assertThat(ofHost()).isEmpty();

        database.update("UPDATE site_field SET missed_since = now() - interval '2 hours' WHERE host = ?", host);
        miss(1, price, drift("3", "1h"));
        assertThat(only().calls()).isEqualTo(10);
        miss(2, price, drift("3", "1h"));
        assertThat(only().calls()).as("told every ten minutes").isEqualTo(10);

        database.update("UPDATE escalation SET last_seen_at = now() - interval '1 hour' WHERE provider = ?", host);
        miss(3, price, drift("3", "1h"));
        assertThat(only().calls()).isEqualTo(12);
    }

    @Test
    void a_person_who_resolved_it_is_not_contradicted_within_a_day() {
        show(1, price, "12.50");
        for (int page = 1; page <= 3; page++) {
            miss(page, price);
        }
        assertThat(cases.resolve(only().id(), new Resolution("ada", "sold out for good", Optional.empty())))
                .isPresent();
        miss(1, price);
        assertThat(ofHost()).hasSize(1);

        database.update("UPDATE escalation SET resolved_at = now() - interval '25 hours' WHERE provider = ?", host);
        miss(2, price);
        assertThat(ofHost()).hasSize(2);
    }

    @Test
    void the_repaired_selector_ends_the_case_of_the_old_one() {
        show(1, price, "12.50");
        for (int page = 1; page <= 3; page++) {
            miss(page, price);
        }

        show(1, field(".cost", false), "12.50");

        assertThat(only().state()).isInstanceOf(CaseState.Resolved.class);
    }

    @Test
    void a_required_field_is_missed_on_new_pages_too_but_not_where_no_page_ever_showed_it() {
        Field wrong = field(".wrong", true);
        Field right = field(".price", true);
        for (int page = 1; page <= 9; page++) {
            missOnNewPage(page, wrong);
        }
        assertThat(ofHost()).isEmpty();

        show(1, right, "12.50");
        for (int page = 2; page <= 4; page++) {
            missOnNewPage(page, right);
        }
        assertThat(only().operation()).isEqualTo("field price");
    }

    @Test
    void a_site_that_shows_its_fields_costs_no_write_for_each_page() {
        show(1, price, "12.50");
        String written = row();
        for (int page = 2; page <= 9; page++) {
            show(page, price, "12.50");
        }
        assertThat(row()).isEqualTo(written);

        database.update("UPDATE site_field SET shown_at = now() - interval '2 hours' WHERE host = ?", host);
        show(1, price, "99.00");
        assertThat(row()).isNotEqualTo(written);
    }

    @Test
    void of_many_instances_that_miss_it_at_once_one_opens_the_case() throws Exception {
        show(1, price, "12.50");
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int page = 1; page <= 24; page++) {
                int number = page;
                all.add(threads.submit(() -> miss(number, price)));
            }
        }
        for (Future<?> one : all) {
            one.get();
        }

        assertThat(ofHost()).hasSize(1);
        assertThat(database.first(row -> row.getInt(1), "SELECT misses FROM site_field WHERE host = ?", host))
                .hasValue(24);
    }

    @Test
    void what_a_page_showed_a_year_ago_is_forgotten_with_the_sweep_and_so_is_its_site() {
        show(1, price, "12.50");
        show(2, price, "12.50");
        database.update(
                "UPDATE field_memory SET noted_at = now() - interval '366 days' WHERE project = 'shop' AND shown->'value'->>'text' = '12.50'");

        show(3, price, "14.00");
        database.update(
                "INSERT INTO site_field (project, host, field, name, asked, shown, shown_on, shown_at, missed_at)"
                        + " VALUES ('shop', ?, ?, 'old', '{}', '1', '', now() - interval '2 years', now() - interval '366 days')",
                host,
                UUID.randomUUID());

        assertThat(new OutlivedRows(database).forget(Configured.with().keep())).isFalse();

        assertThat(database.list(row -> row.getString(1), "SELECT name FROM site_field WHERE host = ?", host))
                .containsExactly("price");
        assertThat(memory.recall("shop", page(1), List.of(price))).isEmpty();
        assertThat(memory.recall("shop", page(2), List.of(price))).isEmpty();
        assertThat(memory.recall("shop", page(3), List.of(price))).containsKey("price");
    }

    private void show(int page, Field field, String text) {
        memory.note("shop", page(page), new Notes(List.of(noted(field, text)), List.of(), List.of()), AT_ONCE);
    }

    private void miss(int page, Field field) {
        miss(page, field, AT_ONCE);
    }

    private void miss(int page, Field field, ScrapeConfig.Drift drift) {
        Missed missed =
                new Missed(field, Optional.of(noted(field, "12.50").shown()), Optional.empty(), Optional.of(".cost"));
        memory.note("shop", page(page), new Notes(List.of(), List.of(), List.of(missed)), drift);
    }

    private void missOnNewPage(int page, Field field) {
        Missed missed = new Missed(field, Optional.empty(), Optional.empty(), Optional.empty());
        memory.note("shop", page(page), new Notes(List.of(), List.of(), List.of(missed)), AT_ONCE);
    }

    private PageUrl page(int number) {
        return PageUrl.parse("https://" + host + "/" + number);
    }

    private String row() {
        return database.first(row -> row.getString(1), "SELECT ctid::text FROM site_field WHERE host = ?", host)
                .orElseThrow();
    }

    private List<Escalation> ofHost() {
        return cases.page(Optional.empty(), Optional.empty(), 100).stream()
                .filter(one -> one.provider().equals(host))
                .toList();
    }

    private Escalation only() {
        assertThat(ofHost()).hasSize(1);
        return ofHost().getFirst();
    }

    private static Noted noted(Field field, String text) {
        Value value = new Value(
                text,
                Optional.of("EUR"),
                List.of(),
                Type.MONEY,
                0.9,
                Origin.CSS,
                false,
                Instant.parse("2026-11-23T12:00:00Z"),
                Optional.empty());
        return new Noted(field, new Remembered(value, Optional.empty()));
    }

    private static Field field(String css, boolean required) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("css", css).put("type", "MONEY").put("required", required);
        return Field.read("price", document, new ArrayList<>()).orElseThrow();
    }

    private static ScrapeConfig.Drift drift(String readings, String lasting) {
        return Configured.with("drift.readings", readings, "drift.lasting", lasting)
                .drift();
    }
}
