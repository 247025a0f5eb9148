/** The PostgreSQL that comes along where none is configured: a laptop, a test. Never on Lambda, never in a native image. */
@NullMarked
package dev.heir.integration.persistence.embedded;

import org.jspecify.annotations.NullMarked;
