package dev.heir.integration.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages in the character sets that the web has, by the names that it gives them. */
class EncodingsTest {

    private static final PageUrl URL = PageUrl.parse("https://example.com/");

    @ParameterizedTest
    @CsvSource({
        "x-sjis, windows-31j, 日本",
        "iso885915, ISO-8859-15, grün €",
        "ms_kanji, windows-31j, 日本",
        "x-cp1251, windows-1251, Привет",
        "x-mac-cyrillic, x-MacUkraine, Привет",
        "logical, ISO-8859-8, שלום",
        "ks_c_5601-1987, x-windows-949, 한국어",
        "latin5, windows-1254, Türkçe ğ",
        "unicode-1-1-utf-8, UTF-8, grün €",
        "csisolatin1, windows-1252, grün €",
        "x-gbk, GB18030, 中国",
        "big5, Big5-HKSCS, 中國",
        "tis-620, x-windows-874, ภาษา"
    })
    void a_label_that_only_browsers_know_is_read_as_they_read_it(String label, String charset, String text) {
        byte[] page = ("<title>" + text + "</title>").getBytes(Charset.forName(charset));
        byte[] own = ("<meta charset=\"" + label + "\"><title>" + text + "</title>").getBytes(Charset.forName(charset));

        assertThat(Html.parse(Body.of(page), "text/html; charset=" + label, URL).title())
                .isEqualTo(text);
        assertThat(Html.parse(Body.of(own), "text/html", URL).title()).isEqualTo(text);
    }

    @Test
    void a_page_that_could_be_read_so_far_is_not_utf_16_whatever_it_says() {
        byte[] page = "<meta charset=utf-16><title>grün</title>".getBytes(StandardCharsets.UTF_8);

        assertThat(Html.parse(Body.of(page), "text/html", URL).title()).isEqualTo("grün");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!-- <meta charset=koi8-r> --><meta charset=windows-1251> | windows-1251",
                "<meta name=description content=\"charset=koi8-r\"><meta charset=windows-1251> | windows-1251",
                "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=windows-1251'> | windows-1251",
                "<meta content='text/html; charset=windows-1251' http-equiv=content-type> | windows-1251",
                "<meta charset=nonsense><meta charset=windows-1251> | windows-1251",
                "<?xml version='1.0' encoding='windows-1251'?><html> | windows-1251"
            })
    void the_first_charset_that_a_page_really_names_counts(String head, String charset) {
        byte[] page = (head + "<title>Привет</title>").getBytes(Charset.forName(charset));

        assertThat(Html.parse(Body.of(page), "text/html", URL).title()).isEqualTo("Привет");
    }

    @Test
    void a_byte_order_mark_counts_more_than_any_name() {
        byte[] page = "\uFEFF<meta charset=windows-1251><title>grün</title>".getBytes(StandardCharsets.UTF_8);

        assertThat(Html.parse(Body.of(page), "text/html; charset=koi8-r", URL).title())
                .isEqualTo("grün");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, UTF-8", "UTF-16LE, UTF-16LE", "UTF-16BE, UTF-16BE"})
    void a_byte_order_mark_is_no_part_of_the_text_and_tells_how_to_read_it(String charset, String named) {
        Body body = Body.of("\uFEFF{\"price\": \"grün\"}".getBytes(Charset.forName(charset)));

        assertThat(Html.text(body, "application/json; charset=iso-8859-1")).isEqualTo("{\"price\": \"grün\"}");
        assertThat(Html.charset(body, "application/json")).isEqualTo(named);
    }

    @Test
    void text_that_is_not_utf_8_says_by_what_it_was_read() {
        Body body = Body.of("grün".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Extraction.plain(body, "text/plain").charset()).isEqualTo("windows-1252");
        assertThat(Extraction.plain(body, "text/plain").text()).isEqualTo("grün");
    }
}
