package dev.heir.integration.quota;

import dev.heir.integration.provider.CalendarMonths;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a fleet shares, in memory; the database's clock may be put back, and statements fail before or after they took effect. */
final class FakeStates {

    private final FakeTime time;
    private final Map<String, Version> states = new HashMap<>();
    private long clockOff;
    private Fault fault = Fault.NONE;
    private Duration way = Duration.ofNanos(1_000);
    private int statements;
    private String failing = "";
    private final Map<String, Spent> spent = new HashMap<>();

    FakeStates(FakeTime time) {
        this.time = time;
    }

    private record Version(Shared state, int number) {}

    enum Fault {
        NONE,
        NOT_DONE,
        NO_MEMORY,
        DONE_BUT_UNHEARD
    }

    /** One process. */
    Holding.Instance instance(boolean livesOn) {
        return instance(time, livesOn);
    }

    /** One process that sees time its own way. */
    Holding.Instance instance(FakeTime own, boolean livesOn) {
        FleetClock clock = new FleetClock(own.clock(), own.ticker());
        return new Holding.Instance(states(clock), clock, own.waiting(), config(livesOn));
    }

    static QuotaConfig config(boolean livesOn) {
        return new QuotaConfig() {
            @Override
            public boolean livesOn() {
                return livesOn;
            }

            @Override
            public String settleIdleEvery() {
                return "off";
            }
        };
    }

    SharedStates states(FleetClock clock) {
        Map<String, Version> known = new ConcurrentHashMap<>();
        return new SharedStates() {
            @Override
            public Granted change(String scope, Transition transition) {
                return changed(clock, known, scope, transition);
            }

            @Override
            public Optional<Spent> spent(String scope) {
                return recorded(scope);
            }

            @Override
            public Shared read(String scope) {
                return shared(scope);
            }

            @Override
            public List<Named> page(Optional<String> provider, Optional<String> after, int size) {
                return List.of();
            }
        };
    }

    /** As the real one: worked out before the statement where nobody else changed the scope, else under its lock. */
    private synchronized Granted changed(
            FleetClock clock, Map<String, Version> known, String scope, SharedStates.Transition transition) {
        if (scope.equals(failing)) {
            throw new IllegalStateException("the database does not answer");
        }
        Version last = known.get(scope);
        Moment before = clock.now();
        FleetClock.Shown asked = clock.asked();
        long now = answers();
        clock.read(asked, Moment.instant(now));
        Version version = version(scope);
        boolean alone = last != null && last.number() == version.number() && now >= before.earliestMicros();
        Granted granted = transition.apply(version.state(), alone ? before : clock.now());
        if (alone && before.isVague() && granted.refusal().isPresent()) {
            granted = transition.apply(version.state(), clock.now());
        }
        var after = new Version(granted.after(), version.number() + 1);
        states.put(scope, after);
        if (fault == Fault.DONE_BUT_UNHEARD) {
            throw new IllegalStateException("the database's answer was lost");
        }
        known.put(scope, after);
        return granted;
    }

    private long answers() {
        statements++;
        time.go(way.dividedBy(2));
        long now = time.micros() + clockOff;
        time.go(way.dividedBy(2));
        if (fault == Fault.NOT_DONE) {
            throw new IllegalStateException("the database does not answer");
        }
        if (fault == Fault.NO_MEMORY) {
            throw new OutOfMemoryError("of a test");
        }
        return now;
    }

    /** What the ledger has of a budget's month until now, and of that what limiters counted, by their birth. */
    synchronized void spent(String scope, long nanos, Map<Long, Long> counted) {
        spent.put(scope, new Spent(nanos, counted, 0, 0));
    }

    private synchronized Optional<Spent> recorded(String scope) {
        long now = time.micros() + clockOff;
        long monthEnds = Moment.micros(
                new CalendarMonths(1, ZoneOffset.UTC).at(Moment.instant(now)).end());
        return Optional.ofNullable(spent.get(scope))
                .map(read -> new Spent(read.nanos(), read.counted(), monthEnds, now));
    }

    /** As if its row were gone. */
    synchronized void lose(String scope) {
        states.remove(scope);
    }

    synchronized Shared shared(String scope) {
        return version(scope).state();
    }

    private Version version(String scope) {
        return states.getOrDefault(scope, new Version(Shared.NEW, 0));
    }

    synchronized int statements() {
        return statements;
    }

    synchronized void fail(Fault how) {
        fault = how;
    }

    synchronized void failOn(String scope) {
        failing = scope;
    }

    synchronized void takes(Duration oneWay) {
        way = oneWay;
    }

    synchronized void setClock(Duration ahead) {
        clockOff += ahead.toNanos() / 1000;
    }

    /** What the fleet counts of a window now, leased or used. */
    long counted(String scope, String window) {
        Shared shared = shared(scope);
        return shared.usage().getOrDefault(window, List.of()).stream()
                        .filter(slot -> slot.until() > time.micros() + clockOff)
                        .flatMap(slot -> slot.used().values().stream())
                        .mapToLong(Long::longValue)
                        .sum()
                + leased(scope);
    }

    long leased(String scope) {
        return shared(scope).leases().stream().mapToLong(Shared.Lease::units).sum();
    }
}
