/**
 * Standing of providers, and the case files of what a person must hear of: the function {@code health-sweep}.
 *
 * <p>A sweep measures all providers from the ledger, probes those that are due through {@code call}, judges with pure
 * rules and stores what it judged. What the orchestrator itself suffers from is never held against a provider.
 */
@NullMarked
package dev.heir.integration.health;

import org.jspecify.annotations.NullMarked;
