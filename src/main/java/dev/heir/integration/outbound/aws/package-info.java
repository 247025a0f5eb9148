/** The little that a function asks AWS itself for: its settings, a token for the database, and its data keys. Idle everywhere else. */
@NullMarked
package dev.heir.integration.outbound.aws;

import org.jspecify.annotations.NullMarked;
