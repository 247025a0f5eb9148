package dev.heir.integration.outbound;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Which of the meters that come with the event loops are kept. */
final class LoopMeters {

    /**
     * Vert.x has two groups of event loops and binds meters for each. Micrometer's count of a group's threads names no
     * group, so the second is refused with a warning at each start, and the first says nothing of use.
     */
    @Produces
    @Singleton
    static MeterFilter withoutWorkers() {
        return MeterFilter.denyNameStartsWith("netty.eventexecutor.workers");
    }
}
