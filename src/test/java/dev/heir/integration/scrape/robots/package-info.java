@NullMarked
package dev.heir.integration.scrape.robots;

import org.jspecify.annotations.NullMarked;
