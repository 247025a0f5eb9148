@NullMarked
package dev.heir.integration.scrape.extract;

import org.jspecify.annotations.NullMarked;
