@NullMarked
package dev.heir.integration.scrape;

import org.jspecify.annotations.NullMarked;
