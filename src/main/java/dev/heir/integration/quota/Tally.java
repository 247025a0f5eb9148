package dev.heir.integration.quota;

import dev.heir.integration.provider.Limit;
import dev.heir.integration.provider.LimitWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was used of one limit, while an {@link Ask} is worked out.
 *
 * <p>A rolling window counts each use until a whole window after it, so that no interval of that length ever holds more
 * than the limit, wherever it begins: there is no boundary at which to burst twice. A calendar window counts until its
 * end, as its provider does.
 *
 * <p>When the database's clock is put back, what was used counts longer, never shorter. When it steps forward, what was
 * used of a rolling window before ceases to count early, by as much as it stepped: from here that looks as if nobody had
 * asked for so long. Of calendar windows nothing is lost by a step forward and back.
 */
final class Tally {

    /** Slots of a window: uses that share one are counted until the last of them, a fiftieth of the window too long. */
    private static final int GRID = 50;

    /** A request leaves after it was admitted and arrives later still: that much of the window is given away. */
    private static final int TRAVEL = 20;

    private static final long LONGEST_TRAVEL = 100_000;

    /** How long use that no longer counts still speaks for its owner's demand: it will come again. */
    private static final int REMEMBERED = 8;

    /**
     * So many calendar windows that are over are remembered: the clock may have stepped past their end and step back.
     * However far it stepped, and however short they are, the one it comes back to is among them: where more go by
     * meanwhile, it is over in truth.
     */
    static final int OVER = 3;

    private final Limit limit;
    private final long beside;
    private final TreeMap<Long, Map<String, Long>> slots = new TreeMap<>();

    /** @param beside what this month's ledger has that was never counted here, where the limit is a budget */
    Tally(Limit limit, List<Shared.Slot> before, List<Shared.Beside> beside, Moment now) {
        this.limit = limit;
        this.beside = isRolling()
                ? 0
                : beside.stream()
                        .filter(spent -> spent.until() > now.earliestMicros())
                        .mapToLong(Shared.Beside::units)
                        .sum();
        // After the database's clock was put back, nothing counts for longer than if it were used now.
        long last = countsUntil(now.latestMicros());
        for (Shared.Slot slot : before) {
            long until = Math.min(slot.until(), last);
            if (!isRolling() || until + remembered() > now.earliestMicros()) {
                slot.used().forEach((member, units) -> add(until, member, units));
            }
        }
        if (!isRolling()) {
            SortedMap<Long, Map<String, Long>> over = slots.headMap(now.earliestMicros(), true);
            while (over.size() > OVER) {
                over.remove(over.firstKey());
            }
        }
    }

    Limit limit() {
        return limit;
    }

    /** What there is to share; negative when more was spent before anybody counted. */
    long capacity() {
        return limit.units() - beside;
    }

    /**
     * Counts units used not later than {@code at}, and in the same window of a calendar. Negative ones were counted at
     * that very instant and come back: once they count no longer, nothing does.
     */
    void use(long at, String member, long units) {
        if (units != 0) {
            add(countsUntil(at), member, units);
        }
    }

    /** Units that count now. */
    long used(Moment now) {
        return slots.tailMap(now.earliestMicros(), false).headMap(last(now), true).values().stream()
                .flatMap(used -> used.values().stream())
                .mapToLong(Long::longValue)
                .sum();
    }

    Map<String, Long> usedByMember(Moment now) {
        return sum(slots.tailMap(now.earliestMicros(), false).headMap(last(now), true));
    }

    /** With what has just ceased to count: in a steady stream it will be asked for again at once. */
    Map<String, Long> demandByMember(Moment now) {
        return sum(slots.tailMap(now.earliestMicros() - remembered(), false).headMap(last(now), true));
    }

    /** When so many units more will have ceased to count; the end of all when there are not so many. */
    long freedAt(long units, Moment now) {
        long freed = 0;
        long at = now.latestMicros();
        for (Map.Entry<Long, Map<String, Long>> slot :
                slots.tailMap(now.earliestMicros(), false).entrySet()) {
            at = slot.getKey();
            freed +=
                    slot.getValue().values().stream().mapToLong(Long::longValue).sum();
            if (freed >= units) {
                break;
            }
        }
        return at;
    }

    List<Shared.Slot> slots() {
        List<Shared.Slot> after = new ArrayList<>();
        slots.forEach((until, used) -> after.add(new Shared.Slot(until, Map.copyOf(used))));
        return after;
    }

    /** When the window at this time ends; of a rolling one, when what is used now ceases to count. */
    long windowEnd(long at) {
        return switch (limit.window()) {
            case LimitWindow.Rolling(var length) -> at + length.toNanos() / 1000;
            case LimitWindow.Calendar calendar ->
                Moment.micros(calendar.at(Moment.instant(at)).end());
        };
    }

    boolean isRolling() {
        return limit.window() instanceof LimitWindow.Rolling;
    }

    long length() {
        return limit.window().longest().toNanos() / 1000;
    }

    private long travel() {
        return Math.min(length() / TRAVEL, LONGEST_TRAVEL);
    }

    private long remembered() {
        return isRolling() ? length() / REMEMBERED : 0;
    }

    /** When what is used at this time ceases to count. */
    long countsUntil(long at) {
        if (!isRolling()) {
            return windowEnd(at);
        }
        long grid = Math.max(1, length() / GRID);
        return Math.ceilDiv(windowEnd(at + travel()), grid) * grid;
    }

    private long last(Moment now) {
        return isRolling() ? Long.MAX_VALUE : windowEnd(now.latestMicros());
    }

    private void add(long until, String member, long units) {
        Map<String, Long> used = slots.computeIfAbsent(until, key -> new HashMap<>());
        used.merge(member, units, Tally::plus);
        used.values().removeIf(sum -> sum <= 0);
        if (used.isEmpty()) {
            slots.remove(until);
        }
    }

    /** What is spent of a budget that is only watched has no end: it is no more than what a sum can hold. */
    private static long plus(long units, long more) {
        return Math.min(units + more, Long.MAX_VALUE / 4);
    }

    private static Map<String, Long> sum(Map<Long, Map<String, Long>> slots) {
        Map<String, Long> sums = new HashMap<>();
        slots.values().forEach(used -> used.forEach((member, units) -> sums.merge(member, units, Long::sum)));
        return sums;
    }
}
