/**
 * Who may call now: limits, their shares between tiers and projects, money as one more limit, and what is learnt of
 * limits that nobody declared.
 *
 * <p>What the fleet shares of one limit is a value ({@link dev.heir.integration.quota.Shared}); {@link
 * dev.heir.integration.quota.Sharing} alone says how it changes, as a pure function. An instance leases units in
 * blocks and spends them in memory ({@link dev.heir.integration.quota.Holding}); {@link
 * dev.heir.integration.quota.Quota} is the door. Whatever goes wrong, less is admitted, never more.
 */
@NullMarked
package dev.heir.integration.quota;

import org.jspecify.annotations.NullMarked;
