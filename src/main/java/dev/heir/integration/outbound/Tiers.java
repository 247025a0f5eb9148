package dev.heir.integration.outbound;

import dev.heir.integration.call.StrikeOne;
import dev.heir.integration.provider.Tier;
import jakarta.inject.Singleton;

/** Picks the tier's policy; each is a bean of its own, so that its annotations are applied. */
@Singleton
final class Tiers implements StrikeOne {

    private final CriticalTier critical;
    private final ImportantTier important;
    private final NiceToHaveTier niceToHave;

    Tiers(CriticalTier critical, ImportantTier important, NiceToHaveTier niceToHave) {
        this.critical = critical;
        this.important = important;
        this.niceToHave = niceToHave;
    }

    @Override
    public Policy policy(Tier tier) {
        return switch (tier) {
            case CRITICAL -> new Policy(CriticalTier.RETRIES, CriticalTier.BACKOFF);
            case IMPORTANT -> new Policy(ImportantTier.RETRIES, ImportantTier.BACKOFF);
            case NICE_TO_HAVE -> new Policy(NiceToHaveTier.RETRIES, NiceToHaveTier.BACKOFF);
        };
    }

    @Override
    public End climb(Tier tier, Attempts attempts) {
        return switch (tier) {
            case CRITICAL -> critical.climb(attempts);
            case IMPORTANT -> important.climb(attempts);
            case NICE_TO_HAVE -> niceToHave.climb(attempts);
        };
    }
}
