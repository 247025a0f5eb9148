package dev.heir.integration.call;

import io.quarkus.runtime.Shutdown;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The hands with which a process that lives on finishes parked calls: whoever finds one wakes the next before it begins. */
@Singleton
final class ParkedHands {

    private static final Logger LOG = Logger.getLogger(ParkedHands.class);

    /** What is cut off is in doubt: most calls end within this. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final ParkedFinisher finisher;
    private final int all;
    private final Semaphore free;
    private volatile boolean closing;

    ParkedHands(ParkedFinisher finisher, CallConfig config) {
        this.finisher = finisher;
        this.all = config.parkedAtOnce();
        this.free = new Semaphore(all);
    }

    /** Something may be due. When all hands are at work, one of them finds it when it is done. */
    void ring() {
        if (!closing && free.tryAcquire()) {
            Thread.ofVirtual().name("parked-call").start(this::work);
        }
    }

    private void work() {
        try {
            boolean found = true;
            while (found && !closing) {
                found = finisher.finishNext(this::ring);
            }
        } catch (RuntimeException noDatabase) {
            LOG.error("parked calls could not be looked for", noDatabase);
        } finally {
            free.release();
        }
    }

    /** Nothing more is begun, and what was begun is given time to end. */
    @Shutdown
    void close() throws InterruptedException {
        closing = true;
        if (!free.tryAcquire(all, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("parked calls are cut off; what became of them is found out when their leases end");
        }
    }
}
