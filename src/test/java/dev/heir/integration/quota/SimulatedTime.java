package dev.heir.integration.quota;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** Time in a simulation of one thread: what happens begins at an instant, and spends some time on its own account. */
final class SimulatedTime {

    static final long SECOND = 1_000_000;

    private long now = 1_700_000_000L * SECOND;
    private long spent;

    long micros() {
        return now + spent;
    }

    Instant instant() {
        return Moment.instant(micros());
    }

    /** Something else begins. */
    void begin(long at) {
        now = at;
        spent = 0;
    }

    void spend(long micros) {
        spent += micros;
    }

    /** A process that is frozen while it has no request: its ticker stands still then, its wall clock goes on. */
    final class Frozen {
        private long frozen;
        private long frozenSince = now;

        void thaw() {
            frozen += micros() - frozenSince;
        }

        void freeze() {
            frozenSince = micros();
        }

        FleetClock clock() {
            return new FleetClock(wall(), () -> (micros() - frozen) * 1000);
        }

        java.time.Clock wall() {
            InstantSource source = SimulatedTime.this::instant;
            return source.withZone(ZoneOffset.UTC);
        }
    }
}
