package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import dev.heir.integration.scrape.extract.VisibleText;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractionTest {

    private static final PageUrl URL = PageUrl.parse("https://example.com/shop/list.html");

    @Test
    void title_canonical_text_and_values_are_read() {
        Content content = content(
                """
                <html><head><title> Prices </title><link rel="canonical" href="/shop/"></head><body>
                <h1>Today</h1><p class="price">12.50 <b>EUR</b></p><p class="price">13</p>
                <img src="a b.png"><script>var hidden = 1</script><div hidden>no</div>
                <div style="color:red; display : none">neither</div><noscript>switch it on</noscript></body></html>""",
                Map.of(
                        "price",
                        Selector.parse(".price"),
                        "image",
                        Selector.parse("img@src"),
                        "gone",
                        Selector.parse(".gone")));

        assertThat(content.title()).hasValue("Prices");
        assertThat(content.canonical()).hasValue(URI.create("https://example.com/shop/"));
        assertThat(content.text()).isEqualTo("Today 12.50 EUR 13");
        assertThat(content.values())
                .containsEntry("price", List.of("12.50 EUR", "13"))
                .containsEntry("image", List.of("https://example.com/shop/a%20b.png"))
                .containsEntry("gone", List.of());
        assertThat(content.cut()).isFalse();
    }

    @Test
    void a_link_with_half_a_character_leads_nowhere_and_breaks_nothing() {
        assertThat(Extraction.links(document("<a href='/&#xD83D;x'>half</a><a href='/b'>b</a>"), URL, true))
                .extracting(Link::url)
                .containsExactly(URI.create("https://example.com/b"));
    }

    @Test
    void links_are_absolute_named_once_and_know_whether_they_may_be_followed() {
        Document page = document("""
                <base href="/other/"><a href="a.html">A</a><a href="../b?x=1#part" rel="ugc nofollow">B</a>
                <a href="mailto:a@example.com">mail</a><a href="javascript:void(0)">js</a><a href="http://[broken">x</a>
                <a href="/other/a.html">again</a><a href="https://example.com/shop/list.html#top">self</a>
                <a href="//cdn.example.com/straße">C</a>""");

        assertThat(Extraction.links(page, URL, true))
                .containsExactly(
                        new Link(URI.create("https://example.com/other/a.html"), "A", true),
                        new Link(URI.create("https://example.com/b?x=1"), "B", false),
                        new Link(URI.create("https://cdn.example.com/stra%C3%9Fe"), "C", true));
        assertThat(Extraction.links(page, URL, false)).noneMatch(Link::follow);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # bytes as,   header says,                      page says,      text
            UTF-8,        text/html; charset=utf-8,         -,              grün €
            UTF-8,        text/html,                        -,              grün €
            UTF-8,        text/html,                        utf-8,          grün €
            ISO-8859-15,  text/html,                        iso-8859-15,    grün €
            windows-1252, text/html; charset=ISO-8859-1,    -,              grün €
            windows-1252, text/html,                        -,              grün €
            windows-1252, text/html,                        iso-8859-1,     grün €
            windows-1252, text/html; charset=windows-1252,  utf-8,          grün €
            UTF-8,        text/html; charset=nonsense,      -,              grün €
            Shift_JIS,    text/html; charset=\"Shift_JIS\", -,              日本
            UTF-16,       text/html,                        -,              grün €
            """)
    void text_is_read_in_the_charset_the_page_really_uses(
            String bytesAs, String header, @org.jspecify.annotations.Nullable String meta, String text) {
        String head = meta == null ? "" : "<meta charset='" + meta + "'>";
        byte[] bytes =
                ("<html><head>" + head + "</head><body>" + text + "</body></html>").getBytes(Charset.forName(bytesAs));

        assertThat(Html.parse(Body.of(bytes), header, URL).body().text()).isEqualTo(text);
    }

    @Test
    void nul_never_reaches_the_database() {
        Content content =
                content("<title>a\0b</title><p class='x\0y'>c\0d</p>", Map.of("x", Selector.parse("p@class")));

        assertThat(content.title() + content.text() + content.values()).doesNotContain("\0");
        assertThat(Extraction.plain(Body.of("a\0b"), "text/plain").text()).isEqualTo("ab");
    }

    @Test
    void a_page_too_long_to_keep_is_cut_and_says_so() {
        Content content = content("<p>" + "😀 ".repeat(600_000) + "</p>", Map.of("p", Selector.parse("p")));

        assertThat(content.cut()).isTrue();
        assertThat(content.text().length()).isLessThanOrEqualTo(Extraction.LONGEST_TEXT);
        assertThat(new String(content.text().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(content.text());
        assertThat(content.values().getOrDefault("p", List.of()))
                .allMatch(value -> value.length() <= Extraction.LONGEST_TEXT);
    }

    private static Document document(String html) {
        return Html.parse(Body.of(html), "text/html", URL);
    }

    private static Content content(String html, Map<String, Selector> selectors) {
        return Extraction.content(document(html), VisibleText.of(document(html)), URL, selectors);
    }
}
