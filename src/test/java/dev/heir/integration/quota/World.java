package dev.heir.integration.quota;

import java.util.ArrayList;
import java.util.List;

/** A fleet on one scope, with time in our hands: what is shared, and every admission as the provider would see it. */
final class World {

    static final long SECOND = 1_000_000;

    final Rules rules;
    final List<Admitted> admissions = new ArrayList<>();
    Shared shared = Shared.NEW;

    /** What time it really is, in microseconds since 1970. */
    long time = 1_700_000_000L * SECOND;

    /** How far the database's clock is off. */
    long databaseOff;

    World(Rules rules) {
        this.rules = rules;
    }

    /**
     * Units admitted for a member at an instant.
     *
     * @param rightly while the database's clock was right, and by units that were leased when it was
     */
    record Admitted(long at, String member, long units, boolean rightly) {}

    Granted ask(Ask ask, long doubt) {
        long now = time + databaseOff;
        Granted granted = Sharing.apply(shared, rules, ask, new Moment(now - doubt, now + doubt));
        shared = granted.after();
        return granted;
    }

    long admitted(long from, long to) {
        return admissions.stream()
                .filter(admitted -> admitted.at() >= from && admitted.at() < to)
                .mapToLong(Admitted::units)
                .sum();
    }

    long admitted(String member, long from, long to) {
        return admissions.stream()
                .filter(admitted -> admitted.member().equals(member) && admitted.at() >= from && admitted.at() < to)
                .mapToLong(Admitted::units)
                .sum();
    }

    /** The most that any stretch of this length holds. */
    long densest(long length) {
        return admissions.stream()
                .mapToLong(first -> admitted(first.at(), first.at() + length))
                .max()
                .orElse(0);
    }
}
