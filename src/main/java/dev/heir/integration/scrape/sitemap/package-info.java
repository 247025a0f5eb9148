/** Sitemaps as their protocol and the world write them: XML, indexes, news, feeds, plain lists, packed or not. Knows no HTTP. */
@NullMarked
package dev.heir.integration.scrape.sitemap;

import org.jspecify.annotations.NullMarked;
