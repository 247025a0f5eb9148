package dev.heir.integration.scrape;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps the pages ours that are being fetched, by a sign of life every third of a lease. So a lease can be short, and the
 * pages of an instance that died are soon another one's.
 */
final class Leases implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Leases.class);

    private final PageQueue queue;
    private final Duration lease;
    private final Map<UUID, Errand> held = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    Leases(PageQueue queue, Duration lease) {
        this.queue = queue;
        this.lease = lease;
        Thread.ofVirtual().name("leases").start(this::renew);
    }

    void hold(Errand errand) {
        held.put(errand.id(), errand);
    }

    void release(Errand errand) {
        held.remove(errand.id());
    }

    private void renew() {
        try {
            while (!closed.await(lease.toMillis() / 3, TimeUnit.MILLISECONDS)) {
                List<Errand> now = List.copyOf(held.values());
                if (!now.isEmpty()) {
                    renew(now);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that fails costs at most the lease: whoever takes the page then is the one who writes. */
    private void renew(List<Errand> errands) {
        try {
            queue.renew(errands, lease);
        } catch (RuntimeException failed) {
            LOG.warnf("the leases of %d pages could not be renewed: %s", errands.size(), failed.getMessage());
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
