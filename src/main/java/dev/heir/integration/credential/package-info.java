/** Secrets and tokens: sealed at rest, refreshed once for the whole fleet, applied to a request at the last moment. */
@NullMarked
package dev.heir.integration.credential;

import org.jspecify.annotations.NullMarked;
