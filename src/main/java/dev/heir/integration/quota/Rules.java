package dev.heir.integration.quota;

import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.TierShares;
import java.util.List;

/** What holds in a scope: several windows at once, and how tiers share each of them. */
public record Rules(List<Limit> limits, TierShares shares) {

    public Rules {
        limits = List.copyOf(limits);
    }
}
