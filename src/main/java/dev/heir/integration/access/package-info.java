/** Who comes in, and what each of them may do. */
@NullMarked
package dev.heir.integration.access;

import org.jspecify.annotations.NullMarked;
