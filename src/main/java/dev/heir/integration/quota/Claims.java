package dev.heir.integration.quota;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who waits for units, while an {@link Ask} is worked out. */
final class Claims {

    /** One statement's worth: beyond them, the fleet's waiters of a member are told apart no longer. */
    private static final int MOST = 256;

    private final Moment now;
    private final List<Shared.Claim> claims;
    private Optional<Shared.Claim> own = Optional.empty();

    Claims(List<Shared.Claim> before, Moment now) {
        this.now = now;
        this.claims = new ArrayList<>(before.stream()
                .filter(claim -> claim.until() > now.earliestMicros())
                .toList());
    }

    /** Takes a claim out: it is asking again. How long it has waited is remembered. */
    void forget(String lease) {
        own = claims.stream().filter(claim -> claim.lease().equals(lease)).findFirst();
        own.ifPresent(claims::remove);
    }

    void add(Ask ask, long until) {
        if (claims.size() < MOST) {
            claims.add(new Shared.Claim(
                    ask.lease(),
                    ask.member().key(),
                    ask.member().weight(),
                    ask.wanted(),
                    ask.least(),
                    since(),
                    until));
        }
    }

    Map<String, Long> unitsByMember() {
        Map<String, Long> units = new HashMap<>();
        claims.forEach(claim -> units.merge(claim.member(), claim.units(), Long::sum));
        return units;
    }

    Map<String, Integer> weightByMember() {
        Map<String, Integer> weights = new HashMap<>();
        claims.forEach(claim -> weights.put(claim.member(), claim.weight()));
        return weights;
    }

    /** Whether the asking instance waited longer than everyone else, and too long: it is served before all others. */
    boolean isFirstOverdue(Ask ask, long round) {
        return ask.least() > 0
                && isOverdue(since(), round)
                && overdue(round).filter(other -> other.since() < since()).isEmpty();
    }

    /** Units to leave alone for whoever waited too long. */
    long savedFor(Ask ask, long round) {
        return overdue(round).map(Shared.Claim::least).orElse(0L);
    }

    List<Shared.Claim> all() {
        return List.copyOf(claims);
    }

    private Optional<Shared.Claim> overdue(long round) {
        return claims.stream()
                .filter(claim -> isOverdue(claim.since(), round))
                .min(Comparator.comparingLong(Shared.Claim::since));
    }

    private long since() {
        return own.map(Shared.Claim::since).orElse(now.latestMicros());
    }

    private boolean isOverdue(long since, long round) {
        return now.latestMicros() - since > round + round / 4;
    }
}
