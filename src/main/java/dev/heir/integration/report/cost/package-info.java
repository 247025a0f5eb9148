/**
 * Money over time: what was spent, when a budget ends, what could be saved, how shares should follow use. Decides from
 * sums that the ledger keeps, and says why.
 */
@NullMarked
package dev.heir.integration.report.cost;

import org.jspecify.annotations.NullMarked;
