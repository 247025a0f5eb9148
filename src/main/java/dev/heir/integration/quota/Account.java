package dev.heir.integration.quota;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What one instance has to tell the fleet of the units it leased, so that each is counted once, whatever fails. Anyone
 * may correct; the rest is its leader's.
 */
final class Account {

    private final Queue<Correction> corrections = new ConcurrentLinkedQueue<>();

    /** Told, but nobody knows whether it arrived; oldest first. */
    private final List<Telling> unsure = new ArrayList<>();

    private long number;
    private long leased;
    private long until;

    private record Correction(Lot lot, long units) {}

    private record Telling(Ask ask, Lot lot) {}

    /** Units more, or fewer when negative, than were told of a lot. */
    void correct(Lot lot, long units) {
        corrections.add(new Correction(lot, units));
    }

    /** Whether there is something to tell beside what is spent. */
    boolean isOpen() {
        return !corrections.isEmpty() || !unsure.isEmpty();
    }

    long leased() {
        return leased;
    }

    /**
     * What became of the leased units until a lot was closed.
     *
     * @param now at the earliest
     * @param putBack how often the database's clock was put back until now
     */
    Ask.Told told(Stock.Closed closed, Moment now, int putBack) {
        number++;
        // More can be left than there was only if somebody gave back twice: it is not believed.
        long left = Math.min(closed.left(), leased);
        return new Ask.Told(
                number,
                now.earliestMicros(),
                false,
                !unsure.isEmpty(),
                leased,
                leased - left,
                Math.min(closed.kept(), leased),
                until,
                late(putBack));
    }

    /** Tells this, and before it whatever is not known to have arrived. */
    Granted tell(SharedStates states, String scope, Rules rules, Ask ask, Lot lot) {
        List<Telling> all = new ArrayList<>(unsure);
        all.add(new Telling(ask, lot));
        long[] counted = new long[all.size()];
        Granted granted;
        try {
            granted = states.change(scope, (before, now) -> {
                Shared shared = before;
                for (int i = 0; i < unsure.size(); i++) {
                    Granted again =
                            Sharing.apply(shared, rules, all.get(i).ask().again(), now);
                    counted[i] = again.counted();
                    shared = again.after();
                }
                Granted last = Sharing.apply(shared, rules, ask, now);
                counted[unsure.size()] = last.counted();
                return last;
            });
        } catch (RuntimeException | Error failure) {
            leased = ask.told().has();
            if (ask.told().counts()) {
                unsure.add(new Telling(ask, lot));
            } else {
                lot.countedAt(ask.told().end()); // nothing was, and it is as good as any instant
            }
            throw failure;
        }
        for (int i = 0; i < counted.length; i++) {
            all.get(i).lot().countedAt(counted[i]);
        }
        unsure.clear();
        leased = granted.units() + (granted.lapsed() ? 0 : ask.told().has());
        until = granted.until();
        return granted;
    }

    /** Corrections of lots that were counted; the others wait until they are. */
    private List<Ask.Late> late(int putBack) {
        Map<Long, Long> late = new TreeMap<>();
        List<Correction> wait = new ArrayList<>();
        for (Correction each = corrections.poll(); each != null; each = corrections.poll()) {
            if (each.units() < 0 && each.lot().term().putBack() != putBack) {
                continue; // by the clock that was put back: what is counted at that instant now is something else
            }
            if (each.lot().counted().isPresent()) {
                late.merge(each.lot().counted().getAsLong(), each.units(), Long::sum);
            } else {
                wait.add(each);
            }
        }
        corrections.addAll(wait);
        return late.entrySet().stream()
                .filter(entry -> entry.getValue() != 0)
                .map(entry -> new Ask.Late(entry.getKey(), entry.getValue()))
                .toList();
    }
}
