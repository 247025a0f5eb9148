package dev.heir.integration.quota;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Who waits for units, while an {@link Ask} is worked out. */
final class Claims {

    /** Of one member and of all: beyond them, the fleet's waiters are told apart no longer, and none writes more. */
    private static final int MOST_OF_ONE = 8;

    private static final int MOST = 256;

    private final Moment now;
    private final List<Shared.Claim> claims;
    private Optional<Shared.Claim> own = Optional.empty();

    Claims(List<Shared.Claim> before, Moment now) {
        this.now = now;
        this.claims = new ArrayList<>(before.stream()
                .filter(claim -> claim.until() > now.earliestMicros())
                .map(claim -> claim.by(now.latestMicros(), now.latestMicros() + Sharing.LONGEST_KEPT))
                .toList());
    }

    /** Takes an instance's claim out: it is asking again. */
    void takeOut(String lease) {
        own = claims.stream().filter(claim -> claim.lease().equals(lease)).findFirst();
        own.ifPresent(claims::remove);
    }

    /** @param units to keep free for it until then */
    void refused(Ask ask, long units, long until) {
        if (isRoomFor(ask)) {
            claims.add(new Shared.Claim(ask.lease(), ask.member().key(), units, ask.least(), since(), until));
        }
    }

    /** Whether another of the asking member may stand in line. */
    boolean isRoomFor(Ask ask) {
        return claims.size() < MOST && of(ask).count() < MOST_OF_ONE;
    }

    /** Units that others of the same member wait for, and have for longer. */
    long ahead(Ask ask) {
        long since = since();
        return of(ask).filter(claim -> claim.since() <= since)
                .mapToLong(Shared.Claim::least)
                .sum();
    }

    /**
     * What was kept for it beside what it got runs out: more of its calls are likely on their way, and if they are they
     * come soon. A tier that asks for little is owed much each time it is refused; kept for long, others could not use it.
     *
     * @param soon how long at most
     */
    void granted(long units, long soon) {
        own.filter(claim -> claim.units() > units)
                .ifPresent(claim -> claims.add(new Shared.Claim(
                        claim.lease(),
                        claim.member(),
                        claim.units() - units,
                        0,
                        now.latestMicros(),
                        Math.min(claim.until(), now.latestMicros() + soon))));
    }

    Map<String, Long> unitsByMember() {
        Map<String, Long> units = new HashMap<>();
        claims.forEach(claim -> units.merge(claim.member(), claim.units(), Long::sum));
        return units;
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

    private Stream<Shared.Claim> of(Ask ask) {
        String member = ask.member().key();
        return claims.stream().filter(claim -> claim.member().equals(member));
    }

    private Optional<Shared.Claim> overdue(long round) {
        return claims.stream()
                .filter(claim -> claim.least() > 0 && isOverdue(claim.since(), round))
                .min(Comparator.comparingLong(Shared.Claim::since));
    }

    private long since() {
        return own.filter(claim -> claim.least() > 0).map(Shared.Claim::since).orElse(now.latestMicros());
    }

    private boolean isOverdue(long since, long round) {
        return now.latestMicros() - since > round + round / 4;
    }
}
