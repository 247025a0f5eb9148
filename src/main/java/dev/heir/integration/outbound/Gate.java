package dev.heir.integration.outbound;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The way through the {@link Wall} for requests that have a deadline: the system's resolver has none, and may hang for
 * as long as every name server is patient. It hangs on threads of the platform, since a virtual one would hold its
 * carrier meanwhile, which is one of a few.
 */
public final class Gate implements AutoCloseable {

    /** Lookups at once; more wait in line, within their own time. Java remembers each name for half a minute. */
    private static final int THREADS = 32;

    private final Looking wall;
    private final ThreadPoolExecutor threads;
    /** One for all who ask for a name, so that one that hangs takes one thread. */
    private final Map<Name, Lookup> underWay = new ConcurrentHashMap<>();

    private record Name(String host, boolean internal) {}

    private static final class Lookup {
        private final CompletableFuture<Wall.Verdict> verdict = new CompletableFuture<>();
        private volatile boolean begun;
    }

    /** Other names' lookups took all threads: nobody was asked for this one. */
    public static final class Crowded extends TimeoutException {
        private static final long serialVersionUID = 1;
    }

    /** What looks a host up and says whether it is admitted. */
    public interface Looking {
        Wall.Verdict look(String host, boolean internal);
    }

    public Gate(Looking wall) {
        this.wall = wall;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("lookup-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * @param end of the attempt, by {@link System#nanoTime}
     * @throws TimeoutException when nothing was found out until then
     * @throws Crowded when it was not even begun
     */
    public Wall.Verdict look(String host, boolean internal, long end) throws TimeoutException {
        if (isAddress(host)) {
            return wall.look(host, internal);
        }
        Lookup looking = underWay.computeIfAbsent(new Name(host, internal), this::begin);
        try {
            return looking.verdict.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw looking.begun ? late : new Crowded();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("host '" + host + "' could not be looked up", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking up a provider", stopped);
        }
    }

    private Lookup begin(Name name) {
        Lookup looking = new Lookup();
        threads.execute(() -> {
            looking.begun = true;
            try {
                looking.verdict.complete(wall.look(name.host(), name.internal()));
            } catch (RuntimeException | Error trouble) {
                looking.verdict.completeExceptionally(trouble);
            } finally {
                underWay.remove(name, looking);
            }
        });
        return looking;
    }

    /** Nobody has to be asked for an address that is written out. */
    private static boolean isAddress(String host) {
        if (!host.startsWith("[") && Character.digit(host.charAt(0), 10) < 0) {
            return false;
        }
        try {
            return !InetAddress.ofLiteral(host).getHostAddress().isEmpty();
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
