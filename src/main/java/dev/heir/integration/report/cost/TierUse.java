package dev.heir.integration.report.cost;

import dev.heir.integration.provider.Tier;
import java.time.LocalDate;

/**
 * What a tier asked of a provider on a day of UTC.
 *
 * @param refused calls that a limit let down
 * @param used requests that the provider worked on, as its limits count them
 */
public record TierUse(LocalDate day, Tier tier, long calls, long refused, long used) {}
