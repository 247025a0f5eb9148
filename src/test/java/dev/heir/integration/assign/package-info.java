@NullMarked
package dev.heir.integration.assign;

import org.jspecify.annotations.NullMarked;
