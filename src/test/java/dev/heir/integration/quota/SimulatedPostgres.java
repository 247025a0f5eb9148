package dev.heir.integration.quota;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fleet's rows in one thread and in simulated time; as the real ones, and it counts what they would have cost: one
 * statement for a scope that nobody else changed, else that one in vain and a locked transaction.
 */
final class SimulatedPostgres {

    /** From an instance to the database and back. */
    static final long WAY = 1_000;

    private final SimulatedTime time;
    private final Map<String, Row> rows = new HashMap<>();

    SimulatedPostgres(SimulatedTime time) {
        this.time = time;
    }

    /** A scope's row and what was done to it. */
    static final class Row {
        Shared state = Shared.NEW;
        private int version;
        long statements;
        long changes;
    }

    Map<String, Row> rows() {
        return rows;
    }

    long statements() {
        return rows.values().stream().mapToLong(row -> row.statements).sum();
    }

    /** As one instance sees it. */
    SharedStates states(FleetClock clock) {
        Map<String, Integer> known = new HashMap<>();
        return new SharedStates() {
            @Override
            public Granted change(String scope, Transition transition) {
                return changed(clock, known, scope, transition);
            }

            @Override
            public Shared read(String scope) {
                return row(scope).state;
            }

            @Override
            public List<Named> page(Optional<String> provider, Optional<String> after, int size) {
                return List.of();
            }
        };
    }

    private Row row(String scope) {
        return rows.computeIfAbsent(scope, name -> new Row());
    }

    private Granted changed(
            FleetClock clock, Map<String, Integer> known, String scope, SharedStates.Transition transition) {
        Row row = row(scope);
        Optional<Granted> granted = Optional.empty();
        if (known.containsKey(scope)) {
            Moment before = clock.now();
            boolean alone = known.get(scope) == row.version;
            Optional<Granted> first = alone ? Optional.of(transition.apply(row.state, before)) : Optional.empty();
            // A refusal by a vague clock is not sent: under the lock the clock is read first.
            if (!before.isVague() || first.flatMap(Granted::refusal).isEmpty()) {
                asked(clock, row, 1);
                granted = first;
            }
        }
        if (granted.isEmpty()) {
            asked(clock, row, LOCKED);
            granted = Optional.of(transition.apply(row.state, clock.now()));
        }
        row.changes++;
        row.state = granted.get().after();
        row.version++;
        known.put(scope, row.version);
        return granted.get();
    }

    /** SELECT FOR UPDATE, UPDATE, COMMIT. */
    private static final int LOCKED = 3;

    private void asked(FleetClock clock, Row row, int statements) {
        row.statements += statements;
        FleetClock.Shown asked = clock.asked();
        time.spend(WAY / 2);
        long now = time.micros();
        time.spend(WAY / 2);
        clock.read(asked, Moment.instant(now));
    }
}
