package dev.heir.integration.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The units this instance holds of one scope for one member. While they last a decision is one subtraction in memory.
 * When they do not, callers queue; the first in line asks the database for all, on its own thread, and hands the lead
 * on. A thread of our own would be frozen with its Lambda instance while callers wait for it.
 */
final class Holding {

    /** Units may come back, or a limit be raised: a refusal is believed no longer than this. */
    private static final long BELIEVED = Sharing.LONGEST_LEASE;

    private static final Taken TAKEN = new Taken.Units();

    private final String scope;
    private final Member member;
    private final String lease;
    private final Instance instance;
    private final Line line = new Line();
    private final Pace pace = new Pace();

    private final AtomicLong available = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong limited = new AtomicLong();
    private final AtomicReference<Optional<Shared.Stated>> stated = new AtomicReference<>(Optional.empty());
    private volatile long until;
    private volatile int putBack;
    private volatile long renewAt;
    private volatile long lowWater;
    private volatile Rules rules;
    private volatile @Nullable Refusal refusal;

    /** While nothing limits the scope, nothing is counted: it is only listened to. */
    private volatile boolean open;

    /** What the fleet counts as leased to this holding. Only the leader touches it. */
    private long leased;

    /** When idle units were last looked for. Only the leader touches it. */
    private long seenAvailable;

    Holding(String scope, Member member, String lease, Rules rules, Instance instance) {
        this.scope = scope;
        this.member = member;
        this.lease = lease;
        this.rules = rules;
        this.open = rules.limits().isEmpty();
        this.instance = instance;
    }

    /** What a holding shares with the others of its process. */
    record Instance(SharedStates states, FleetClock clock, Waiting waiting, QuotaConfig config) {}

    private record Refusal(Granted.Refusal refusal, long least, long believedUntil) {}

    String scope() {
        return scope;
    }

    /** From now on these hold. */
    void obey(Rules rules) {
        if (!this.rules.equals(rules)) {
            this.rules = rules;
            open &= rules.limits().isEmpty();
            refusal = null;
        }
    }

    /** @param waitsUntil by the database's clock; 0 for a caller that does not wait */
    Taken take(long cost, long waitsUntil) {
        if (open || takeHeld(cost)) {
            if (available.get() < lowWater || instance.clock().now().latestMicros() > renewAt) {
                renewAhead();
            }
            return TAKEN;
        }
        Refusal known = refusal;
        if (known != null
                && (known.least() <= cost || line.isWaiting())
                && known.refusal().notBefore() > waitsUntil
                && known.believedUntil() > instance.clock().now().latestMicros()) {
            return new Taken.Refused(known.refusal().limit(), known.refusal().notBefore());
        }
        return waitInLine(new Waiter(cost, waitsUntil));
    }

    /** Units that were taken and not spent. */
    void giveBack(long units) {
        if (open) {
            return;
        }
        if (isValid()) {
            available.addAndGet(units);
        } else {
            late.addAndGet(-units);
        }
    }

    /** What a call took beside its units, or less when negative. */
    void correct(long units) {
        late.addAndGet(units);
    }

    void answered() {
        answered.incrementAndGet();
    }

    /** The provider refused for a limit: the fleet hears of it at once. */
    void limited() {
        limited.incrementAndGet();
        renewAhead();
    }

    /**
     * The provider said how much is left.
     *
     * @param resetAt by this machine's clock
     */
    void stated(long remaining, Instant resetAt) {
        stated.set(Optional.of(new Shared.Stated(remaining, instance.clock().there(resetAt))));
        if (open) {
            renewAhead(); // what limits the scope from now on is to be known to all
        }
    }

    /** Gives back what nobody took since this was last called, and tells what is to be told. */
    void settleIdle() {
        if (line.takeLead()) {
            try {
                long now = available.get();
                boolean idle = leased > 0 && now == seenAvailable;
                seenAvailable = now;
                if (idle || late.get() != 0) {
                    tell();
                }
            } finally {
                line.handOver();
            }
        }
    }

    /** Gives everything back: this instance ends. */
    void release() {
        if (line.takeLead()) {
            try {
                tell();
            } finally {
                line.handOver();
            }
        }
    }

    private boolean isValid() {
        return instance.clock().now().latestMicros() < until && instance.clock().timesPutBack() == putBack;
    }

    private boolean takeHeld(long cost) {
        while (true) {
            long had = available.get();
            if (had < cost || !isValid()) {
                return false;
            }
            if (available.compareAndSet(had, had - cost)) {
                if (isValid()) {
                    return true;
                }
                late.addAndGet(-cost); // it lapsed in between: what was taken is not sent
                return false;
            }
        }
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
            while (mine.outcome().isEmpty()) {
                Granted granted = renew(line.need(), true);
                line.serve(this::takeHeld);
                granted.refusal()
                        .ifPresent(refused -> line.send(
                                waiter -> waiter.waitsUntil < refused.notBefore(),
                                new Taken.Refused(refused.limit(), refused.notBefore())));
                if (mine.outcome().isEmpty()) {
                    granted.refusal().ifPresent(this::waitFor);
                }
            }
        } catch (RuntimeException failure) {
            line.send(waiter -> true, new Taken.Unknown(failure));
        } finally {
            line.handOver();
        }
    }

    private void waitFor(Granted.Refusal refused) {
        Duration time = instance.clock().in(refused.notBefore());
        Duration most = Duration.ofNanos(BELIEVED * 1000);
        instance.waiting().during(time.compareTo(most) < 0 ? time : most);
    }

    /** While calls go on with what is left. */
    private void renewAhead() {
        Refusal known = refusal;
        boolean inVain =
                known != null && known.believedUntil() > instance.clock().now().latestMicros();
        if (!inVain && line.takeLead()) {
            instance.waiting().aside(() -> {
                try {
                    renew(line.need(), true);
                    line.serve(this::takeHeld);
                } finally {
                    line.handOver();
                }
            });
        }
    }

    private void tell() {
        renew(new Line.Need(0, 0), false);
    }

    /** @param keep whether what is held and not spent is kept */
    private Granted renew(Line.Need need, boolean keep) {
        long now = instance.clock().now().latestMicros();
        boolean kept = keep && isValid();
        long has = kept ? available.get() : available.getAndSet(0);
        if (has > leased) { // given back after it was told as spent
            available.addAndGet(leased - has);
            late.addAndGet(leased - has);
            has = leased;
        } else if (has < 0) {
            available.addAndGet(-has);
            late.addAndGet(-has);
            has = 0;
        }
        long spent = leased - has;
        pace.spent(spent, now);
        long ahead = keep && instance.config().ahead(rules) ? pace.block(leaseLength(now), need.all()) : 0;
        long wanted = keep ? Math.max(need.all(), need.all() + ahead - (kept ? has : 0)) : 0;
        long beside = late.getAndSet(0);
        Ask ask = new Ask(member, lease, spent, beside, kept ? has : 0, wanted, Math.min(need.first(), wanted), seen());
        Granted granted;
        try {
            granted = instance.states().change(scope, (before, at) -> Sharing.apply(before, rules, ask, at));
        } catch (RuntimeException unknown) {
            // It may have been counted: what was spent is told again, what came back is let go.
            late.addAndGet(Math.max(0, beside));
            leased = spent + (kept ? has : 0);
            throw unknown;
        }
        take(granted, ask);
        return granted;
    }

    private void take(Granted granted, Ask ask) {
        leased = granted.units() + (granted.lapsed() ? 0 : ask.has());
        putBack = instance.clock().timesPutBack();
        until = granted.until();
        long length = leaseLength(instance.clock().now().latestMicros());
        renewAt = granted.until() - length / 4;
        lowWater = pace.lowWater();
        available.addAndGet(granted.units() - (granted.lapsed() ? ask.has() : 0));
        open = rules.limits().isEmpty()
                && granted.after().learnt().perWindow() == 0
                && granted.after().stated().isEmpty();
        refusal = granted.refusal()
                .map(refused ->
                        new Refusal(refused, ask.least(), instance.clock().now().latestMicros() + BELIEVED))
                .orElse(null);
    }

    private long leaseLength(long now) {
        return Math.clamp(until - now, Sharing.SHORTEST_LEASE, Sharing.LONGEST_LEASE);
    }

    private Ask.Seen seen() {
        return new Ask.Seen(answered.getAndSet(0), limited.getAndSet(0), stated.getAndSet(Optional.empty()));
    }
}
