package dev.heir.integration.scrape.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.ReadPages;
import dev.heir.integration.scrape.monitor.Change.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchingTest {

    private static final PageUrl URL = PageUrl.parse("https://shop.example/chair");
    private static final Monitor MONITOR = MonitorDocument.read(
            "chairs",
            Map.of(
                    "pages", List.of(URL.toString()),
                    "fields", Map.of("price", ".price", "stock", ".stock"),
                    "watch",
                            Map.of("blocks", List.of("main"), "rows", Map.of("each", "table.prices tr", "key", ".sku")),
                    "notify", Map.of("atLeast", Map.of("price", "1%"))),
            "shop");

    private final Watching watching = new Watching(new Noise(MONITOR.noise()), MONITOR.atLeast(), MONITOR.amounts());
    private Memory memory = Memory.NONE;
    private int curious;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void two_hundred_looks_at_a_restless_page_with_walls_and_outages_between_tell_of_no_change(long seed) {
        RestlessShop shop = new RestlessShop(seed);
        Random trouble = new Random(seed);
        List<Change> told = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int kind = i < 10 ? 99 : trouble.nextInt(30);
            told.addAll(
                    switch (kind) {
                        case 0 -> look(503, "<title>Sorry</title>");
                        case 1 -> look(200, "<title>Just a moment...</title><div id=challenge-form></div>");
                        case 2 -> look(200, "<title>Log in</title><form><input type=password></form>");
                        case 3 -> look(200, "<title>404</title><h1>Page not found</h1><p>Try our search.</p>");
                        case 4 ->
                            look(
                                    200,
                                    "<title>Shop</title><p>Please accept cookies to go on.</p><button>Accept</button>");
                        case 5 -> look(200, "<title>Shop</title><h1>Under maintenance</h1>");
                        default -> look(200, shop.html());
                    });
        }

        assertThat(told)
                .filteredOn(change -> change.kind() != Kind.CANNOT_TELL && change.kind() != Kind.READABLE_AGAIN)
                .isEmpty();
        assertThat(curious).isLessThan(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void every_real_change_is_told_once_in_its_own_words(long seed) {
        RestlessShop shop = new RestlessShop(seed);
        assertThat(looks(shop, 40)).isEmpty();

        shop.price = "EUR 44,91";
        assertThat(looks(shop, 10)).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.FIELD_CHANGED);
            assertThat(change.what()).isEqualTo("price");
            assertThat(change.before()).contains("EUR 49,90");
            assertThat(change.percent().orElseThrow()).isEqualByComparingTo("-10");
        });
        shop.stock = "Sold out";
        assertThat(looks(shop, 10)).singleElement().satisfies(change -> assertThat(change.after())
                .contains("Sold out"));
        shop.about = shop.about.replace("oiled oak", "stained beech");
        assertThat(looks(shop, 10)).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.BLOCK_EDITED);
            assertThat(change.after().orElseThrow()).contains("stained beech");
        });
        shop.rows.set(1, "A2 Large 64,90");
        shop.rows.add("A4 Bench 120,00");
        shop.rows.removeFirst();
        assertThat(looks(shop, 10))
                .extracting(Change::kind, Change::what)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(Kind.ROW_CHANGED, "A2"),
                        org.assertj.core.groups.Tuple.tuple(Kind.ROW_ADDED, "A4"),
                        org.assertj.core.groups.Tuple.tuple(Kind.ROW_REMOVED, "A1"));
        shop.specifications.remove("Oiled twice");
        assertThat(looks(shop, 10)).extracting(Change::kind).containsExactly(Kind.BLOCK_REMOVED);
        shop.price = "EUR 44,80"; // less than one percent
        assertThat(looks(shop, 10)).isEmpty();
        shop.price = "EUR 40,00"; // more than one percent of what was told
        assertThat(looks(shop, 10)).extracting(Change::before).containsExactly(Optional.of("EUR 44,91"));
    }

    @Test
    void a_cause_that_lasts_is_told_once_and_so_is_its_end_and_the_page_is_none_the_worse() {
        RestlessShop shop = new RestlessShop(7);
        assertThat(looks(shop, 20)).isEmpty();
        List<Change> told = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            told.addAll(look(200, "<title>Just a moment...</title><div id=challenge-form></div>"));
        }
        told.addAll(looks(shop, 20));

        assertThat(told)
                .extracting(Change::kind, Change::what)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Kind.CANNOT_TELL, "CHALLENGE"),
                        org.assertj.core.groups.Tuple.tuple(Kind.READABLE_AGAIN, "CHALLENGE"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LOGIN | 200 | <title>Log in</title><form><input type=password></form>",
                "LOGIN | 401 | ",
                "CHALLENGE | 403 | <title>Just a moment...</title>",
                "BLOCKED | 403 | <title>Forbidden</title>",
                "GONE | 404 | <title>nothing</title>",
                "GONE | 410 | <title>nothing</title>",
                "SOFT_404 | 200 | <title>Oops! That page can’t be found. Not found</title><p>Go home</p>",
                "SOFT_404 | 200 | <h1>This product is no longer available</h1>",
                "SOFT_404 | 200 | <p>Sorry, the page you were looking for could not be found.</p>",
                "SOFT_404 | 200 | <p>Oops, we couldn't find that page</p>",
                "OUTAGE | 500 | <p>oh</p>",
                "OUTAGE | 200 | <title>We'll be right back</title><h1>Be right back</h1>",
                "CONSENT | 200 | <p>We use cookies.</p><button>Accept all</button>",
                "NOINDEX | 200 | <meta name=robots content=noindex><p>text</p>",
                "EMPTY | 200 | <div id=root></div><script src=app.js></script>"
            })
    void what_is_not_the_page_is_told_apart_from_it(Why why, int status, String html) {
        Look look = Looks.of(
                MONITOR.watch(),
                ReadPages.read(URL, MONITOR.order(), status, html == null ? "" : html),
                Optional.empty());

        assertThat(look).isInstanceOfSatisfying(Look.CannotTell.class, none -> assertThat(none.why())
                .isEqualTo(why));
    }

    @Test
    void what_a_website_answers_to_any_address_is_no_page() {
        String page = "<title>Shop</title><main><h1>Our shop</h1><p>"
                + "Look around, there is much to find here. ".repeat(30) + "</p></main>";
        Seen anything = MONITOR.watch()
                .seen(((dev.heir.integration.scrape.Page.Fetched) ReadPages.read(URL, MONITOR.order(), 200, page))
                        .content()
                        .orElseThrow());

        Look look = Looks.of(MONITOR.watch(), ReadPages.read(URL, MONITOR.order(), 200, page), Optional.of(anything));

        assertThat(look).isInstanceOfSatisfying(Look.CannotTell.class, none -> assertThat(none.why())
                .isEqualTo(Why.SOFT_404));
    }

    private List<Change> looks(RestlessShop shop, int count) {
        List<Change> told = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            told.addAll(look(200, shop.html()));
        }
        return told;
    }

    private List<Change> look(int status, String html) {
        Look look = Looks.of(MONITOR.watch(), ReadPages.read(URL, MONITOR.order(), status, html), Optional.empty());
        Watching.Told told = watching.look(memory, look);
        memory = told.memory();
        curious += told.curious() ? 1 : 0;
        return told.changes();
    }
}
