package dev.heir.integration.scrape.sitemap;

import java.util.List;

/**
 * What a sitemap names.
 *
 * @param sitemaps other sitemaps, of an index
 * @param whole whether all of it was read: it was neither broken nor larger than its protocol allows
 */
public record Sitemap(List<Entry> pages, List<Entry> sitemaps, boolean whole) {

    public static final Sitemap NOTHING = new Sitemap(List.of(), List.of(), true);

    public Sitemap {
        pages = List.copyOf(pages);
        sitemaps = List.copyOf(sitemaps);
    }

    /** Packed or not, in any of the forms; never fails. */
    public static Sitemap read(byte[] bytes) {
        Unpacked text = Unpacked.of(bytes);
        byte[] plain = text.body().bytes();
        Sitemap read = looksLikeXml(plain) ? new SitemapXml().read(plain) : SitemapLines.read(plain);
        return new Sitemap(read.pages, read.sitemaps, read.whole && text.whole());
    }

    private static boolean looksLikeXml(byte[] bytes) {
        for (byte each : bytes) {
            if (each == '<') {
                return true;
            }
            if (each > ' ') {
                return false;
            }
        }
        return false;
    }
}
