package dev.heir.integration.scrape.sitemap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class SitemapTest {

    private static final String URLSET = """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
                xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
                xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
              <url><loc> https://a.example/1?a=1&amp;b=2 </loc><lastmod>2026-11-01</lastmod>
                <image:image><image:loc>https://a.example/1.png</image:loc></image:image></url>
              <url><loc>https://a.example/2</loc><news:news>
                <news:publication_date>2026-11-02T10:00:00+01:00</news:publication_date></news:news></url>
              <url><lastmod>2026-11-01</lastmod></url>
            </urlset>
            """;

    @Test
    void pages_are_read_with_their_times_and_pictures_are_none() {
        Sitemap sitemap = read(URLSET);

        assertThat(sitemap.whole()).isTrue();
        assertThat(sitemap.pages())
                .containsExactly(
                        new Entry("https://a.example/1?a=1&b=2", Optional.of(Instant.parse("2026-11-01T00:00:00Z"))),
                        new Entry("https://a.example/2", Optional.of(Instant.parse("2026-11-02T09:00:00Z"))));
    }

    @Test
    void a_packed_one_is_unpacked_whatever_it_is_called_and_one_that_was_cut_off_read_as_far_as_it_goes()
            throws IOException {
        byte[] packed = packed(URLSET);
        byte[] cut = Arrays.copyOf(packed, packed.length - 20);

        assertThat(Sitemap.read(packed)).isEqualTo(read(URLSET));
        assertThat(Sitemap.read(cut).whole()).isFalse();
    }

    @Test
    void an_index_names_other_sitemaps() {
        Sitemap index = read("<sitemapindex><sitemap><loc>https://a.example/s1.xml.gz</loc></sitemap></sitemapindex>");

        assertThat(index.sitemaps()).extracting(Entry::url).containsExactly("https://a.example/s1.xml.gz");
        assertThat(index.pages()).isEmpty();
    }

    @Test
    void feeds_and_lists_are_sitemaps_too() {
        assertThat(read("<rss><channel><link>https://a.example/</link><item><link>https://a.example/n</link>"
                                + "<pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate></item></channel></rss>")
                        .pages())
                .containsExactly(new Entry("https://a.example/n", Optional.of(Instant.parse("2026-11-02T09:00:00Z"))));
        assertThat(read("<feed><link href='https://a.example/'/><entry><link rel='edit' href='https://a.example/e'/>"
                                + "<link href='https://a.example/f'/><updated>2026-11-02T09:00:00Z</updated></entry></feed>")
                        .pages())
                .extracting(Entry::url)
                .containsExactly("https://a.example/f");
        assertThat(read("https://a.example/x\n# no page\n\nhttps://a.example/y\n")
                        .pages())
                .extracting(Entry::url)
                .containsExactly("https://a.example/x", "https://a.example/y");
    }

    @Test
    void what_is_broken_keeps_what_came_before_and_reads_no_other_file() {
        Sitemap broken = read("<urlset><url><loc>https://a.example/1</loc></url><url><loc>oops");

        assertThat(broken.pages()).hasSize(1);
        assertThat(broken.whole()).isFalse();
        assertThat(
                        read("<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><urlset><url><loc>&f;</loc></url></urlset>")
                                .pages())
                .isEmpty();
        assertThat(read("").pages()).isEmpty();
    }

    @Test
    void more_than_the_protocol_allows_is_not_read() {
        String many = "<url><loc>https://a.example/</loc></url>".repeat(SitemapXml.MOST + 10);

        Sitemap sitemap = read("<urlset>" + many + "</urlset>");

        assertThat(sitemap.pages()).hasSize(SitemapXml.MOST);
        assertThat(sitemap.whole()).isFalse();
    }

    private static Sitemap read(String text) {
        return Sitemap.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(bytes)) {
            packing.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
