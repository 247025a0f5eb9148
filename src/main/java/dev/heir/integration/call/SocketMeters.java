package dev.heir.integration.call;

import dev.heir.integration.call.socket.Ended;
import dev.heir.integration.call.socket.Traffic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** WebSockets that are passed on, as meters; what went through one is counted when it ends. */
@Singleton
final class SocketMeters {

    private final MeterRegistry meters;
    private final AtomicInteger open = new AtomicInteger();

    SocketMeters(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("integration.sockets.open", open, AtomicInteger::get)
                .description("WebSockets that are open")
                .register(meters);
    }

    void opened() {
        open.incrementAndGet();
    }

    void ended() {
        open.decrementAndGet();
    }

    void saw(Ended ended) {
        Counter.builder("integration.sockets.ended")
                .tag("by", ended.by().name().toLowerCase(Locale.ROOT))
                .tag("clean", Boolean.toString(ended.clean()))
                .description("WebSockets that ended, by who ended them and whether that was said")
                .register(meters)
                .increment();
        passed("provider", ended.toProvider());
        passed("caller", ended.toCaller());
    }

    private void passed(String to, Traffic traffic) {
        Counter.builder("integration.sockets.messages")
                .tag("to", to)
                .description("messages that were passed on")
                .register(meters)
                .increment((double) traffic.messages());
        Counter.builder("integration.sockets.bytes")
                .tag("to", to)
                .description("bytes of messages that were passed on, as they travelled")
                .register(meters)
                .increment((double) traffic.bytes());
    }
}
