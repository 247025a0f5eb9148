/**
 * The only way out of the building: HTTP clients, the wall before them, the real clock, and the fault-tolerance
 * annotations that express the tiers' policies. A connection that became a WebSocket leaves it as two streams of bytes.
 */
@NullMarked
package dev.heir.integration.outbound;

import org.jspecify.annotations.NullMarked;
