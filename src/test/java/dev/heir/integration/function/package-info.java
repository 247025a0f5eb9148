@NullMarked
package dev.heir.integration.function;

import org.jspecify.annotations.NullMarked;
