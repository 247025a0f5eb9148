package dev.heir.integration.quota;

import dev.heir.integration.provider.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The units that one request took from each of its limits and budgets. */
public final class Permit {

    /** For a provider without limits, prices or budgets. */
    static final Permit FREE = new Permit(List.of());

    private final List<Share> shares;

    Permit(List<Share> shares) {
        this.shares = List.copyOf(shares);
    }

    /**
     * What it took from one holding.
     *
     * @param units nanos of the currency where it is money
     * @param words for the limit, where its units are not what people count in
     */
    record Share(Holding holding, long units, Scope.Kind kind, Optional<String> words) {}

    /** The request did not leave: everything comes back. */
    public void giveBack() {
        shares.forEach(share -> share.holding().giveBack(share.units()));
    }

    /** The provider does not charge for the request: what was set aside comes back. */
    public void unpaid() {
        for (Share share : shares) {
            if (share.kind() == Scope.Kind.MONEY) {
                share.holding().correct(-share.units());
            }
        }
    }

    /**
     * What the request really cost. The difference is told at once: what comes back before it is taken again would be
     * somebody else's in between.
     */
    public void paid(Money cost) {
        for (Share share : shares) {
            if (share.kind() == Scope.Kind.MONEY) {
                share.holding().correct(Scope.nanos(cost.amount()) - share.units());
            }
        }
    }

    /**
     * What the answer said about limits.
     *
     * @param limited whether the provider refused the request for a limit
     */
    public void answered(boolean limited) {
        listening().forEach(limited ? Holding::limited : Holding::answered);
    }

    /**
     * The answer said how many requests are left.
     *
     * @param resetAt by this machine's clock, until when
     */
    public void remaining(long requests, Instant resetAt) {
        listening().forEach(holding -> holding.stated(requests, resetAt));
    }

    private Stream<Holding> listening() {
        return shares.stream()
                .filter(share -> share.kind() == Scope.Kind.LISTENING)
                .map(Permit.Share::holding);
    }
}
