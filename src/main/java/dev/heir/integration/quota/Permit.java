package dev.heir.integration.quota;

import dev.heir.integration.provider.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The units that one request took from each of its limits and budgets. */
public final class Permit {

    /** For a provider without limits, prices or budgets. */
    static final Permit FREE = new Permit(List.of());

    private final List<Share> shares;

    Permit(List<Share> shares) {
        this.shares = List.copyOf(shares);
    }

    /** @param units nanos of the currency where it is money */
    record Share(Holding holding, long units, boolean money) {}

    /** The request did not leave: everything comes back. */
    public void giveBack() {
        shares.forEach(share -> share.holding().giveBack(share.units()));
    }

    /** What the request really cost: the rest of what was set aside for it comes back, or more is taken. */
    public void paid(Money cost) {
        for (Share share : shares) {
            if (share.money()) {
                share.holding().correct(Scope.nanos(cost.amount()) - share.units());
            }
        }
    }

    /**
     * What the answer said about limits.
     *
     * @param limited whether the provider refused the request for a limit
     * @param remaining requests that the provider says are left until {@code resetAt}
     */
    public void answered(boolean limited, Optional<Long> remaining, Optional<Instant> resetAt) {
        for (Share share : shares) {
            if (!share.money()) {
                if (limited) {
                    share.holding().limited();
                } else {
                    share.holding().answered();
                }
                if (remaining.isPresent() && resetAt.isPresent()) {
                    share.holding().stated(remaining.get(), resetAt.get());
                }
            }
        }
    }
}
