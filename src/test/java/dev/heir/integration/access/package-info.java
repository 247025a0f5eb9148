@NullMarked
package dev.heir.integration.access;

import org.jspecify.annotations.NullMarked;
