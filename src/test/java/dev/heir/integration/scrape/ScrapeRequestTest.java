package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.scrape.extract.Field;
import dev.heir.integration.scrape.extract.Structure;
import dev.heir.integration.scrape.extract.Type;
import dev.heir.integration.scrape.extract.Wanted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScrapeRequestTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void pages_are_brought_to_their_normal_form_and_asked_for_once() throws JsonProcessingException {
        ScrapeRequest request = read("""
                {"pages": ["HTTPS://Example.com:443/a/../b#part", "https://example.com/b", "http://example.com/straße?q=ä"],
                 "selectors": {"price": ".price", "shop": "a.shop@href"}, "project": "prices"}""");

        assertThat(request.pages())
                .extracting(PageUrl::toString)
                .containsExactly("https://example.com/b", "http://example.com/stra%C3%9Fe?q=%C3%A4");
        assertThat(request.order().selectors().get("shop")).isEqualTo(new Selector("a.shop", Optional.of("href")));
        assertThat(request.project()).hasValue("prices");
    }

    @Test
    void fields_and_structures_are_read_with_all_their_flaws() throws JsonProcessingException {
        Wanted wanted = read("""
                {"pages": ["https://example.com/"], "structures": ["tables", "ARTICLE"],
                 "fields": {"name": "h1", "price": {"css": [".price", "b@content"], "type": "money"}}}""").order().wanted();
        assertThat(wanted.structures()).containsExactlyInAnyOrder(Structure.TABLES, Structure.ARTICLE);
        assertThat(wanted.fields()).extracting(Field::type).containsExactly(Type.TEXT, Type.MONEY);

        assertThat(flaws("""
                {"pages": ["https://example.com/"], "structures": ["pictures"],
                 "fields": {"price": {"css": "a[", "colour": 1}, "name": 3}}"""))
                .extracting(Flaw::path)
                .containsExactlyInAnyOrder("fields.price.css", "fields.price.colour", "fields.name", "structures[0]");
    }

    @Test
    void no_spelling_of_dots_leads_past_robots_txt() {
        assertThat(PageUrl.parse("https://example.com/x/%2e%2E/private").path()).isEqualTo("/private");
        assertThat(PageUrl.parse("https://example.com/../../private").path()).isEqualTo("/private");
        assertThat(PageUrl.parse("https://example.com/..").path()).isEqualTo("/");
        assertThat(PageUrl.parse("https://example.com/a/..b").path()).isEqualTo("/a/..b");
    }

    @Test
    void all_flaws_are_told_at_once_with_path_and_value() {
        assertThat(flaws("""
                {"pages": ["https://example.com/", "ftp://example.com/", "https://", "https://u:p@example.com/", 7],
                 "selectors": {"price": "div[", "empty": "", "none": 3}, "slectors": {}}"""))
                .extracting(Flaw::path, Flaw::value)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("pages[1]", "ftp://example.com/"),
                        org.assertj.core.groups.Tuple.tuple("pages[2]", "https://"),
                        org.assertj.core.groups.Tuple.tuple("pages[3]", "https://u:p@example.com/"),
                        org.assertj.core.groups.Tuple.tuple("pages[4]", "7"),
                        org.assertj.core.groups.Tuple.tuple("selectors.price", "div["),
                        org.assertj.core.groups.Tuple.tuple("selectors.empty", ""),
                        org.assertj.core.groups.Tuple.tuple("selectors.none", "3"),
                        org.assertj.core.groups.Tuple.tuple("slectors", "{}"));
    }

    @Test
    void a_wanted_delay_is_read_and_one_that_is_none_is_a_flaw() throws JsonProcessingException {
        assertThat(read("{\"pages\": [\"https://example.com/\"], \"crawlDelay\": \"1500ms\"}")
                        .order()
                        .crawlDelay())
                .isEqualTo(Duration.ofMillis(1500));
        assertThat(read("{\"pages\": [\"https://example.com/\"]}").order().crawlDelay())
                .isZero();
        assertThat(flaws("{\"pages\": [\"https://example.com/\"], \"crawlDelay\": \"soon\"}"))
                .extracting(Flaw::path)
                .containsExactly("crawlDelay");
        assertThat(flaws("{\"pages\": [\"https://example.com/\"], \"crawlDelay\": \"2d\"}"))
                .extracting(Flaw::value)
                .containsExactly("2d");
    }

    @Test
    void no_pages_too_many_pages_and_no_object_are_flaws() {
        String many = IntStream.rangeClosed(0, ScrapeRequest.MOST_PAGES)
                .mapToObj(i -> "\"https://example.com/" + i + "\"")
                .collect(Collectors.joining(",", "{\"pages\": [", "]}"));

        assertThat(flaws("{}")).extracting(Flaw::path).containsExactly("pages");
        assertThat(flaws("{\"pages\": []}")).extracting(Flaw::path).containsExactly("pages");
        assertThat(flaws(many)).extracting(Flaw::value).containsExactly("1001 pages");
        assertThat(flaws("[]")).extracting(Flaw::reason).contains("must be a JSON object");
    }

    @Test
    void an_at_sign_inside_a_selector_names_no_attribute() {
        assertThat(Selector.parse("a[href='mailto:a@b']"))
                .isEqualTo(new Selector("a[href='mailto:a@b']", Optional.empty()));
        assertThat(Selector.parse("meta[name=x] @content"))
                .isEqualTo(new Selector("meta[name=x]", Optional.of("content")));
    }

    private static ScrapeRequest read(String document) throws JsonProcessingException {
        return ScrapeRequest.read(JSON.readTree(document));
    }

    private static List<Flaw> flaws(String document) {
        return catchThrowableOfType(InvalidInput.class, () -> read(document)).flaws();
    }
}
