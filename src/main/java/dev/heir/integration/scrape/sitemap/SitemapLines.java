package dev.heir.integration.scrape.sitemap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A sitemap that is a list of addresses, one in each line. */
final class SitemapLines {

    private SitemapLines() {}

    static Sitemap read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<Entry> pages = (text.startsWith("\uFEFF") ? text.substring(1) : text)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("http://") || line.startsWith("https://"))
                .limit(SitemapXml.MOST + 1L)
                .map(line -> new Entry(line, Optional.empty()))
                .toList();
        boolean whole = pages.size() <= SitemapXml.MOST;
        return new Sitemap(whole ? pages : pages.subList(0, SitemapXml.MOST), List.of(), whole);
    }
}
