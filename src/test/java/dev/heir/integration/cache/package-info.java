@NullMarked
package dev.heir.integration.cache;

import org.jspecify.annotations.NullMarked;
