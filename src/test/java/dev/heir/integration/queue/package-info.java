@NullMarked
package dev.heir.integration.queue;

import org.jspecify.annotations.NullMarked;
