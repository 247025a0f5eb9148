package dev.heir.integration.scrape.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.heir.integration.provider.Flaw;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String SHOP = """
            <html lang="de"><body><main><h1>Lampe</h1><dl><dt>Preis</dt><dd class="price">1.299,00 €</dd>
            <dt>Lager:</dt><dd class="stock">auf Lager</dd></dl><p>Gewicht: 2,5 kg</p>
            <ul><li class="tag">rot</li><li class="tag">blau</li></ul></main>
            <script type="application/ld+json">{"@type":"Product","offers":{"price":1299.00,"priceCurrency":"EUR"}}</script>
            <script id="__NEXT_DATA__" type="application/json">{"props":{"sku":"L-1"}}</script></body></html>""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{css: .price, type: MONEY}|1299.00|0.9|CSS",
                "{css: .price, from: Product.offers.price, type: MONEY}|1299.00|0.99|CSS",
                "{css: [.gone, .price], type: MONEY}|1299.00|0.9|CSS",
                "{from: Product.offers.price, type: MONEY}|1299.0|0.85|STRUCTURED",
                "{xpath: \"//dt[.='Preis']/following-sibling::dd[1]\", type: MONEY}|1299.00|0.8|XPATH",
                "{xpath: \"//dd/@class\"}|price|0.6|XPATH",
                "{json: $.props.sku}|L-1|0.85|JSON",
                "{css: .tag}|rot|0.6|CSS",
                "{css: .tag, type: LIST}|rot|0.9|CSS",
                "{css: .stock, type: BOOLEAN}|true|0.9|CSS",
                "{label: Gewicht}|2,5 kg|0.4|LABEL",
                "{label: Lager, type: BOOLEAN}|true|0.4|LABEL",
                "{css: h1, type: MONEY}|Lampe|0.1|CSS",
                "{css: .price, xpath: '//h1'}|1.299,00 €|0.5|CSS",
            })
    void a_field_is_read_in_the_surest_way_and_tells_how_sure_it_is(
            String field, String text, double confidence, Origin origin) {
        Value value = value(read(SHOP, field("value", field), Map.of()), "value");
        assertThat(value.text()).isEqualTo(text);
        assertThat(value.confidence()).isCloseTo(confidence, within(0.0001));
        assertThat(value.origin()).isEqualTo(origin);
        assertThat(value.kept()).isFalse();
        assertThat(value.of()).isEqualTo(NOW);
    }

    @Test
    void a_field_without_ways_is_looked_for_beside_its_name() {
        assertThat(value(read(SHOP, field("preis", "{type: MONEY}"), Map.of()), "preis")
                        .unit())
                .hasValue("EUR");
    }

    @Test
    void a_list_keeps_all_and_a_required_field_that_is_not_there_is_told() {
        Reading reading = read(SHOP, field("tags", "{css: .tag, type: LIST}"), Map.of());
        assertThat(value(reading, "tags").all()).containsExactly("rot", "blau");

        Extracted without = read(SHOP, field("sku", "{css: .sku, required: true}"), Map.of())
                .extracted();
        assertThat(without.fields()).isEmpty();
        assertThat(without.missing()).containsExactly("sku");
    }

    @Test
    void a_page_built_anew_keeps_the_last_good_value_and_suggests_the_new_place() {
        Field price = field("price", "{css: dd.price, type: MONEY}");
        Noted seen = read(SHOP, price, Map.of()).notes().shown().getFirst();
        String anew = """
                <html lang="de"><body><div><h2>Lampe</h2><div class="row"><span>Preis</span>
                <span class="price-now big">1.199,00 €</span></div><div class="row"><span>Versand</span>
                <span class="ship">4,90 €</span></div></div></body></html>""";

        Reading reading = read(anew, price, Map.of("price", seen.shown()));

        Value kept = value(reading, "price");
        assertThat(kept.text()).isEqualTo("1299.00");
        assertThat(kept.kept()).isTrue();
        assertThat(kept.confidence()).isEqualTo(0.2);
        assertThat(kept.suggestion()).hasValue(".price-now");
        assertThat(reading.notes().shown()).isEmpty();
        Missed missed = reading.notes().missed().getFirst();
        assertThat(missed.before()).contains(seen.shown());
        assertThat(missed.suggestion()).hasValue(".price-now");
        assertThat(missed.found()).isEmpty();

        Notes unchanged = Notes.unchanged(List.of(price), reading.extracted(), Map.of("price", seen.shown()));
        assertThat(unchanged.missed())
                .as("a page that has not changed does not show it still")
                .isEqualTo(List.of(missed));
        assertThat(Notes.unchanged(List.of(price), read(SHOP, price, Map.of()).extracted(), Map.of())
                        .still())
                .extracting(note -> note.shown().value().text())
                .containsExactly("1299.00");
    }

    @Test
    void a_field_that_a_page_never_showed_is_missed_where_it_is_required_only_and_what_stands_there_is_told() {
        assertThat(read(SHOP, field("sku", "{css: .sku}"), Map.of()).notes()).isEqualTo(Notes.NONE);
        assertThat(read(SHOP, field("sku", "{css: h1, type: MONEY, required: true}"), Map.of())
                        .notes()
                        .missed())
                .extracting(Missed::found)
                .containsExactly(Optional.of("Lampe"));
    }

    @Test
    void two_places_that_are_as_likely_are_no_suggestion() {
        Field price = field("price", "{css: dd.price, type: MONEY}");
        Noted seen = read(SHOP, price, Map.of()).notes().shown().getFirst();
        String anew =
                "<p><i class=price>5,00 €</i></p><p><i class=price>6,00 €</i></p>".replace("class=price", "class=x");

        Value kept = value(read(anew, price, Map.of("price", seen.shown())), "price");

        assertThat(kept.kept()).isTrue();
        assertThat(kept.suggestion()).isEmpty();
    }

    @Test
    void an_answer_in_json_is_read_by_json_path() {
        String answer = "{\"offers\":[{\"price\":\"5.00\",\"priceCurrency\":\"USD\"}]}";
        Field price = field("price", "{json: '$.offers[0].price', type: MONEY}");
        Value value =
                value(Reading.ofJson(answer, List.of(price), Map.of(), NOW).orElseThrow(), "price");
        assertThat(value.text()).isEqualTo("5.00");
        assertThat(value.unit()).hasValue("USD");
    }

    @Test
    void what_is_wrong_with_a_field_is_told_all_at_once() {
        List<Flaw> flaws = new ArrayList<>();
        JsonNode document = Documented.yaml(
                "{css: 'a[', xpath: '//a[', json: '$.a[?(@.b)]', from: price, type: CASH, required: perhaps, klass: x}");
        assertThat(Field.read("price", document, flaws)).isEmpty();
        assertThat(flaws)
                .extracting(Flaw::path)
                .containsExactlyInAnyOrder(
                        "fields.price.css",
                        "fields.price.xpath",
                        "fields.price.json",
                        "fields.price.from",
                        "fields.price.type",
                        "fields.price.required",
                        "fields.price.klass");
    }

    @Test
    void a_field_is_read_back_from_what_is_written_of_it() {
        Field whole = field(
                "price",
                "{css: [.a, b@href], xpath: '//a', json: $.a, from: Product.offers.price, label: Price, type: money, required: true}");
        assertThat(Field.read("price", whole.document(), new ArrayList<>())).hasValue(whole);
    }

    @Property(tries = 300)
    void confidence_is_a_share_and_agreement_never_lowers_it(
            @ForAll Origin origin,
            @ForAll boolean several,
            @ForAll @IntRange(max = 5) int others,
            @ForAll boolean certain) {
        for (int agreeing = 0; agreeing <= others; agreeing++) {
            double confidence = Confidence.of(origin, several, others, agreeing, certain);
            assertThat(confidence).isBetween(Confidence.WRONG_TYPE, 1.0);
            assertThat(confidence).isLessThanOrEqualTo(Confidence.of(origin, several, others, agreeing, true));
            assertThat(confidence).isLessThanOrEqualTo(Confidence.of(origin, false, others, agreeing, certain));
            if (agreeing > 0) {
                assertThat(confidence)
                        .isGreaterThanOrEqualTo(Confidence.of(origin, several, others, agreeing - 1, certain));
            }
        }
    }

    @Property(tries = 300)
    void no_page_is_too_broken_to_be_read(@ForAll List<@IntRange(max = 39) Integer> parts) {
        List<String> bricks = List.of(
                "<table>",
                "<tr>",
                "<td rowspan=0>",
                "<th colspan=99999>",
                "</table>",
                "<div itemscope itemref=x>",
                "<p id=x",
                " itemprop=a itemscope>",
                "<span typeof=T property=p>",
                "<meta property=og:image content=x>",
                "5,00 €",
                "<script type=application/ld+json>",
                "{\"@id\":\"a\",\"b\":{\"@id\":\"a\"}}",
                "[[[",
                "</script>",
                "<article>",
                "<main>",
                "<pre>",
                "</pre>",
                "<a rel=next href='http://[x'>",
                "<a href='?page=99999999999'>2</a>",
                "\0",
                "<html lang=de>",
                "<base href='::'>",
                "<dt>Price",
                "<dd>",
                "<b>price:</b>",
                "1.2.3,4",
                "99/99/9999",
                "<svg><desc>",
                "<template>",
                "<h1>",
                "<a>¶</a>",
                "&#xD800;",
                "<i hidden>",
                "<br>",
                "<ul><li><a href=1>x</a>",
                "<time datetime='2026-13-45'>",
                "<frameset>",
                "<!--");
        StringBuilder html = new StringBuilder();
        parts.forEach(part -> html.append(bricks.get(part)));
        for (Type type : Type.values()) {
            Field field = field(
                    "price",
                    "{css: ['*', 'a@href'], xpath: ['//*', 'count(//a)', '//@*'], json: '$..*', from: T.p, label: price, type: "
                            + type + "}");
            Reading reading = Reading.of(
                    Pages.page(html.toString()),
                    URI.create(Pages.AT),
                    List.of(field),
                    EnumSet.allOf(Structure.class),
                    Map.of(),
                    NOW);
            reading.extracted().fields().values().forEach(value -> assertThat(value.confidence())
                    .isBetween(0.0, 1.0));
        }
    }

    private static Reading read(String html, Field field, Map<String, Remembered> remembered) {
        return Reading.of(Pages.page(html), URI.create(Pages.AT), List.of(field), Set.of(), remembered, NOW);
    }

    private static Value value(Reading reading, String name) {
        return Optional.ofNullable(reading.extracted().fields().get(name)).orElseThrow();
    }

    private static Field field(String name, String document) {
        List<Flaw> flaws = new ArrayList<>();
        return Field.read(name, Documented.yaml(document), flaws).orElseThrow(() -> new AssertionError(flaws));
    }
}
