package dev.heir.integration.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The units this instance holds of one scope for one member. While they last a decision is one subtraction in memory.
 * When they do not, callers queue; the first in line asks the database for all, on its own thread, and hands the lead
 * on. A thread of our own would be frozen with its Lambda instance while callers wait for it.
 */
final class Holding {

    /** Units may come back, or a limit be raised: a refusal is believed no longer than this. */
    private static final long BELIEVED = Sharing.LONGEST_LEASE;

    /** How often whoever waits for the database's units looks whether some came back to this instance. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    /** What is spent beside a budget's limiter is looked up this often: only who has not heard of the budget does that. */
    private static final long LOOKED_UP = 5_000_000;

    /** Units that come too late, each time, come from a database that is slower than any lease is long. */
    private static final int FRUITLESS = 5;

    private final String scope;
    private final String lease;
    private final Instance instance;
    private final Line line = new Line();
    private final Stock stock;
    private final Account account = new Account();
    private final Heard heard = new Heard();
    private final Pace pace = new Pace();

    private volatile long renewAt;
    private volatile long lowWater;
    private volatile Member member;
    private volatile Rules rules;
    private volatile @Nullable Refusal refusal;

    /** While nothing limits the scope, nothing is counted: it is only listened to. */
    private volatile boolean open;

    private volatile Standing standing = Standing.UNKNOWN;

    /** When the ledger was read last, by anyone. Only the leader touches it. */
    private long spentAsOf;

    /** When idle units were last looked for. Only the leader touches it. */
    private long seenUnits;

    Holding(String scope, Member member, String lease, Rules rules, Instance instance) {
        this.scope = scope;
        this.member = member;
        this.lease = lease;
        this.rules = rules;
        this.open = rules.limits().isEmpty();
        this.instance = instance;
        this.stock = new Stock(instance.clock());
    }

    /** What a holding shares with the others of its process. */
    record Instance(SharedStates states, FleetClock clock, Waiting waiting, QuotaConfig config) {}

    /** @param roomAt when there is room for so many units, as far as it was asked */
    private record Refusal(
            Granted.Refusal refusal, long least, long believedUntil, Outlook outlook, Map<Long, Long> roomAt) {

        /** @param waitsUntil 0 for whoever does not wait */
        boolean holdsFor(long waitsUntil, long now) {
            return now < believedUntil && now < refusal.notBefore() && waitsUntil < refusal.notBefore();
        }
    }

    String scope() {
        return scope;
    }

    /**
     * From now on these hold.
     *
     * @param member the same one, perhaps with another weight
     */
    void obey(Rules rules, Member member) {
        this.member = member;
        if (!this.rules.equals(rules)) {
            this.rules = rules;
            open &= rules.limits().isEmpty();
            refusal = null;
        }
    }

    /** @param waitsUntil by the database's clock; 0 for a caller that does not wait */
    Taken take(long cost, long waitsUntil) {
        Lot lot = open ? Lot.UNCOUNTED : line.isWaiting() ? null : stock.take(cost);
        if (lot != null) {
            if (stock.units() < lowWater || latest() > renewAt) {
                renewAhead();
            }
            return lot.taken();
        }
        Refusal known = refusal;
        if (known != null && (known.least() <= cost || line.isWaiting()) && known.holdsFor(waitsUntil, latest())) {
            return known.refusal().taken();
        }
        return waitInLine(new Waiter(cost, waitsUntil));
    }

    /** Units more, or fewer when negative, than were taken of a lot. */
    void correct(Lot lot, long units) {
        if (units != 0 && lot != Lot.UNCOUNTED && !stock.correct(lot, units)) {
            account.correct(lot, units);
        }
    }

    /** What is left of its tightest limit, from memory. */
    Optional<Remaining> remaining() {
        return standing.tightest(stock.isValid() ? stock.units() : 0, latest());
    }

    void answered() {
        heard.answered();
    }

    /** The provider refused for a limit: the fleet hears of it at once. */
    void limited() {
        heard.limited();
        tellAside();
    }

    /** The same of a limit that several credentials share: alone, one says nothing of it. */
    void limitedAs(String credential) {
        heard.limitedAs(credential, latest());
        tellAside();
    }

    /**
     * The provider said how much is left.
     *
     * @param resetAt by this machine's clock
     */
    void stated(long remaining, Instant resetAt) {
        heard.stated(new Shared.Stated(remaining, instance.clock().there(resetAt)));
        if (open || remaining == 0) {
            tellAside(); // what limits the scope from now on is to be known to all
        }
    }

    /** Gives back what nobody took since this was last called, and tells what is to be told. */
    void settleIdle() {
        if (line.takeLead()) {
            try {
                long now = stock.units();
                boolean idle = account.leased() > 0 && now == seenUnits;
                seenUnits = now;
                if (idle || account.isOpen()) {
                    renew(new Line.Need(0, 0), false);
                }
            } finally {
                line.handOver();
            }
        }
    }

    /** Gives everything back: this instance ends. */
    void release() {
        while (true) {
            Waiter mine = new Waiter(0, 0);
            line.join(mine);
            mine.await();
            if (mine.outcome().isEmpty()) {
                try {
                    line.leave(mine);
                    renew(new Line.Need(0, 0), false);
                    if (account.isOpen()) {
                        renew(new Line.Need(0, 0), false); // corrects what was only now heard to be counted
                    }
                } finally {
                    line.handOver();
                }
                return;
            }
        }
    }

    /**
     * When so many units are granted that were refused just now, if nobody else takes them.
     *
     * @param notBefore what was said then
     * @return microseconds since 1970, by the database's clock
     */
    long roomAt(long units, long notBefore) {
        Refusal known = refusal;
        return known == null
                ? notBefore
                : Math.max(notBefore, known.roomAt().computeIfAbsent(units, each -> known.outlook()
                        .roomAt(each, instance.clock().now())));
    }

    /** A refusal that would be heard now. */
    record Foreseen(String limit, long roomAt) {}

    /** Whether so many units would be refused; none are taken, and nobody waits. */
    Optional<Foreseen> foreseen(long units) {
        if (open || stock.units() >= units) {
            return Optional.empty();
        }
        SharedStates states = instance.states();
        Outlook outlook = new Outlook(states.read(scope), rules, member, lease, states.spent(scope));
        Moment now = instance.clock().now();
        Moment sure = now.isVague() ? Moment.exactly(instance.clock().wallTime()) : now;
        return outlook.refusal(units, sure).map(refused -> new Foreseen(refused.limit(), outlook.roomAt(units, sure)));
    }

    /** How many are in line. */
    int waiting() {
        return line.length();
    }

    /** How many callers are in line and will wait; whoever takes what there is or goes is not among them. */
    long callersWaiting() {
        return line.beyond(latest());
    }

    private long latest() {
        return instance.clock().now().latestMicros();
    }

    private Taken waitInLine(Waiter mine) {
        line.join(mine);
        mine.await();
        if (mine.outcome().isEmpty()) {
            lead(mine);
        }
        return mine.outcome().orElseThrow();
    }

    private void lead(Waiter mine) {
        try {
            for (int fruitless = 0; mine.outcome().isEmpty(); fruitless++) {
                Granted granted = renew(line.need(), true);
                line.serve(stock);
                granted.refusal()
                        .ifPresent(refused ->
                                line.send(waiter -> waiter.waitsUntil < refused.notBefore(), refused.taken()));
                if (mine.outcome().isEmpty()) {
                    if (granted.refusal().isPresent()) {
                        waitFor(mine, granted.refusal().get());
                    } else if (fruitless >= FRUITLESS && mine.waitsUntil < latest()) {
                        throw new IllegalStateException("units of " + scope + " lapse before they can be spent");
                    }
                }
            }
        } catch (RuntimeException failure) {
            line.send(waiter -> true, new Taken.Unknown(failure));
        } catch (Error error) { // is this caller's; the others are told, and their next try is led by one of them
            line.send(waiter -> true, new Taken.Unknown(new IllegalStateException("units were not asked for", error)));
            throw error;
        } finally {
            line.leave(mine);
            line.handOver();
        }
    }

    /** Until it is worth asking again; what comes back meanwhile is the line's, and what is heard is told. */
    private void waitFor(Waiter mine, Granted.Refusal refused) {
        long last = Math.min(refused.notBefore(), latest() + BELIEVED);
        for (Duration left = instance.clock().in(last);
                left.isPositive() && mine.outcome().isEmpty() && !heard.isUrgent();
                left = instance.clock().in(last)) {
            instance.waiting().during(left.compareTo(GLANCE) < 0 ? left : GLANCE);
            line.serve(stock);
        }
    }

    /** While calls go on with what is left. */
    private void renewAhead() {
        Refusal known = refusal;
        if (known == null || !known.holdsFor(0, latest())) {
            tellAside();
        }
    }

    private void tellAside() {
        if (line.takeLead()) {
            boolean begun = false;
            try {
                instance.waiting().aside(() -> {
                    try {
                        renew(line.need(), true);
                        line.serve(stock);
                    } finally {
                        line.handOver();
                    }
                });
                begun = true;
            } finally {
                if (!begun) {
                    line.handOver(); // no thread was to be had
                }
            }
        }
    }

    /** @param keep whether what is held and not spent is kept, as far as it is needed */
    private Granted renew(Line.Need need, boolean keep) {
        long now = latest();
        Optional<Spent> spent =
                keep && now - spentAsOf > LOOKED_UP ? instance.states().spent(scope) : Optional.empty();
        int putBack = instance.clock().timesPutBack();
        pace.spent(Math.max(0, account.leased() - stock.units()), now);
        long ahead = keep && instance.config().ahead(rules) ? pace.block(Sharing.leaseLength(rules), need.all()) : 0;
        Stock.Closed closed = stock.close(keep && stock.isValid() ? need.all() + 2 * ahead : 0);
        Ask.Told told = account.told(closed, instance.clock().now(), putBack);
        long wanted = keep ? Math.max(0, need.all() + ahead - told.has()) : 0;
        long least = Math.min(Math.max(0, need.first() - told.has()), wanted);
        Ask.Seen seen = heard.take();
        Granted granted;
        try {
            granted = account.tell(
                    instance.states(),
                    scope,
                    rules,
                    new Ask(member, lease, told, wanted, least, seen, spent),
                    closed.lot());
        } catch (RuntimeException | Error unknown) {
            heard.putBack(seen);
            throw unknown;
        }
        Shared after = granted.after();
        stock.add(
                granted.units() - (granted.lapsed() ? told.has() : 0),
                new Lot.Term(granted.until(), putBack, after.born()));
        standing = Standing.of(after, rules, instance.clock().now());
        spentAsOf = after.beside().stream()
                .mapToLong(Shared.Beside::asOf)
                .findFirst()
                .orElse(0);
        renewAt = granted.until() - leaseLength(latest()) / 4;
        lowWater = pace.lowWater();
        open = rules.limits().isEmpty()
                && after.learnt().perWindow() == 0
                && after.stated().isEmpty();
        refusal = granted.refusal()
                .map(refused -> new Refusal(
                        refused,
                        need.first(),
                        latest() + BELIEVED,
                        new Outlook(after, rules, member, lease, Optional.empty()),
                        new ConcurrentHashMap<>()))
                .orElse(null);
        return granted;
    }

    private long leaseLength(long now) {
        return Math.clamp(stock.until() - now, Sharing.SHORTEST_LEASE, Sharing.LONGEST_LEASE);
    }
}
