package dev.heir.integration.scrape.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.Content;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.ReadPages;
import dev.heir.integration.scrape.extract.Extracted;
import dev.heir.integration.scrape.extract.Origin;
import dev.heir.integration.scrape.extract.Type;
import dev.heir.integration.scrape.extract.Value;
import dev.heir.integration.scrape.monitor.Change.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedFieldsTest {

    private static final PageUrl URL = PageUrl.parse("https://shop.example/chair");
    private static final Monitor MONITOR = monitor(Map.of(
            "price", Map.of("css", ".price", "from", "Product.offers.price", "type", "MONEY"),
            "weight", Map.of("label", "Weight", "type", "NUMBER"),
            "stock", ".stock"));

    private final Judging judging = new Judging(MONITOR, "/none", Map.of());
    private Memory memory = Memory.NONE;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de | 1.299,00 € | 1299.00 EUR | 1299.00",
                "de | EUR 1 299,- | 1299.00 EUR | 1299.00",
                "en | €1,299 | 1299.00 EUR | 1299.00",
                "en | $0.125 | 0.125 USD | 0.125",
            })
    void a_price_is_a_number_with_its_currency_however_it_is_written(
            String language, String written, String text, BigDecimal amount) {
        Judging.Judged judged = look(page(language, written, "4"));

        assertThat(judged.fields()).containsEntry("price", text);
        assertThat(judging.point(URL, "price", text, Instant.EPOCH).amount()).hasValue(amount);
    }

    @Test
    void a_number_is_what_its_page_means_by_it_and_not_what_it_looks_like() {
        assertThat(look(page("en", "€1", "1.234")).fields()).containsEntry("weight", "1.234");
        assertThat(look(page("de", "1 €", "1.234")).fields()).containsEntry("weight", "1234");
        assertThat(judging.point(URL, "weight", "1.234", Instant.EPOCH).amount())
                .hasValue(new BigDecimal("1.234"));
        assertThat(judging.point(URL, "stock", "1.234 left", Instant.EPOCH).amount())
                .as("a field without a type is read as ever")
                .hasValue(new BigDecimal("1234"));
    }

    @Test
    void another_way_to_write_the_same_is_no_change_and_a_change_is_told_by_its_meaning() {
        assertThat(looks("de", "1.299,00 €", 10)).isEmpty();
        assertThat(looks("en", "EUR 1,299", 10)).isEmpty();
        assertThat(looks("de", "1.290,00 €", 10)).as("less than a percent").isEmpty();

        assertThat(looks("de", "1.169,10 €", 10)).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.FIELD_CHANGED);
            assertThat(change.before()).contains("1299.00 EUR");
            assertThat(change.after()).contains("1169.10 EUR");
            assertThat(change.percent().orElseThrow()).isEqualByComparingTo("-10");
        });
        assertThat(looks("en", "$1,169.10", 10)).singleElement().satisfies(change -> {
            assertThat(change.after()).contains("1169.10 USD");
            assertThat(change.percent()).as("of another currency").isEmpty();
        });
    }

    @Test
    void what_is_kept_from_an_earlier_look_or_is_nothing_of_its_type_is_not_there() {
        assertThat(seen(value("12.50", 0.9, false))).containsEntry("price", "12.50 EUR");
        assertThat(seen(value("12.50", 0.2, true))).isEmpty();
        assertThat(seen(value("Sold out", 0.1, false))).isEmpty();
    }

    @Test
    void what_is_watched_by_its_name_is_no_text_of_the_page_as_well() {
        Monitor all = MonitorDocument.read(
                "chairs",
                Map.of(
                        "pages", List.of(URL.toString()),
                        "fields", Map.of("price", Map.of("css", ".price", "type", "MONEY")),
                        "watch", Map.of("blocks", List.of("body"))),
                "shop");
        Look look = Looks.of(
                all.watch(), ReadPages.read(URL, all.order(), 200, page("de", "5,00 €", "4")), Optional.empty());

        assertThat(look).isInstanceOfSatisfying(Look.Legible.class, read -> {
            assertThat(read.seen().fields()).containsEntry("price", "5.00 EUR");
            assertThat(read.seen().blocks()).contains("Oak chair").doesNotContain("5,00 €");
        });
    }

    @Test
    void what_is_wrong_with_a_typed_field_is_named_where_it_stands() {
        assertThatThrownBy(() -> monitor(Map.of(
                        "price", Map.of("css", "[", "type", "GOLD", "colour", "red"), "stock", List.of(".stock"))))
                .isInstanceOfSatisfying(InvalidInput.class, wrong -> assertThat(wrong.flaws())
                        .extracting(Flaw::path)
                        .containsExactlyInAnyOrder(
                                "fields.price.css",
                                "fields.price.type",
                                "fields.price.colour",
                                "fields.stock",
                                "notify.atLeast.price"));
    }

    private List<Change> looks(String language, String price, int count) {
        List<Change> told = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            told.addAll(look(page(language, price, "4")).changes());
        }
        return told;
    }

    private Judging.Judged look(String html) {
        Judging.Judged judged = judging.judge(URL, ReadPages.read(URL, MONITOR.order(), 200, html), memory);
        memory = judged.memory();
        return judged;
    }

    private static Map<String, String> seen(Value value) {
        Extracted extracted = new Extracted(
                Map.of("price", value), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());
        return MONITOR.watch()
                .seen(new Content(
                        Optional.empty(), Optional.empty(), "UTF-8", "", false, Map.of(), Optional.of(extracted)))
                .fields();
    }

    private static Value value(String text, double confidence, boolean kept) {
        return new Value(
                text,
                Optional.of("EUR"),
                List.of(),
                Type.MONEY,
                confidence,
                Origin.CSS,
                kept,
                Instant.EPOCH,
                Optional.empty());
    }

    private static Monitor monitor(Map<String, ?> fields) {
        return MonitorDocument.read(
                "chairs",
                Map.of(
                        "pages",
                        List.of(URL.toString()),
                        "fields",
                        fields,
                        "notify",
                        Map.of("atLeast", Map.of("price", "1%"))),
                "shop");
    }

    private static String page(String language, String price, String weight) {
        return "<html lang=" + language + "><title>Chair</title><body><h1>Oak chair</h1><p class=price>" + price
                + "</p><p class=stock>3 left</p><dl><dt>Weight:</dt><dd>" + weight + "</dd></dl></body></html>";
    }
}
