/** The little that a function asks AWS itself for: its settings, and a token for the database. Idle everywhere else. */
@NullMarked
package dev.heir.integration.outbound.aws;

import org.jspecify.annotations.NullMarked;
