package dev.heir.integration.quota;

import dev.heir.integration.provider.LimitWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the ledger was read to say of a budget, while an {@link Ask} is worked out: the newest of each month. Those of the
 * last months are kept, since a clock that stepped past a month's end may step back.
 */
final class Readings {

    private static final int KEPT = 2;

    private Readings() {}

    /**
     * @param heard just now, if the ledger was read
     * @return first that of this month, if there is one
     */
    static List<Shared.Beside> of(List<Shared.Beside> before, Stream<Shared.Beside> heard, Rules rules, Moment now) {
        long end = monthEnd(rules, now);
        TreeMap<Long, Shared.Beside> newest = new TreeMap<>();
        Stream.concat(before.stream(), heard)
                .map(read -> read.by(now.latestMicros(), end))
                .forEach(read -> newest.merge(read.until(), read, (a, b) -> b.asOf() > a.asOf() ? b : a));
        List<Shared.Beside> kept =
                new ArrayList<>(newest.tailMap(now.earliestMicros(), false).values());
        newest.headMap(now.earliestMicros(), true).descendingMap().values().stream()
                .limit(KEPT)
                .forEach(kept::add);
        return List.copyOf(kept);
    }

    private static long monthEnd(Rules rules, Moment now) {
        return rules.limits().stream()
                .map(limit -> limit.window())
                .filter(LimitWindow.Calendar.class::isInstance)
                .map(LimitWindow.Calendar.class::cast)
                .mapToLong(month -> Moment.micros(
                        month.at(Moment.instant(now.latestMicros())).end()))
                .max()
                .orElse(Long.MAX_VALUE);
    }
}
