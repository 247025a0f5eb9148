@NullMarked
package dev.heir.integration.scrape.sitemap;

import org.jspecify.annotations.NullMarked;
