package dev.heir.integration.outbound.browser;

import dev.heir.integration.outbound.Gate;
import dev.heir.integration.outbound.OutboundConfig;
import dev.heir.integration.outbound.Wall;
import dev.heir.integration.provider.Origin;
import dev.heir.integration.provider.Ports;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.scrape.PageUrl;
import dev.heir.integration.scrape.Renderer;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** A few browsers, started when they are needed; one that has aged, grown or failed makes room for a new one. */
@Singleton
final class Browsers implements Renderer {

    private static final Logger LOG = Logger.getLogger(Browsers.class);
    private static final Duration LOOKUP = Duration.ofSeconds(5);

    /** A browser that nobody needs is memory that others do. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private static final Executor ENDING =
            work -> Thread.ofVirtual().name("idle-browser").start(work);

    private final BrowserConfig config;
    private final Egress.Looking wall;
    private final Predicate<URI> internal;
    private final Duration rest;
    private final Homes homes = new Homes(Path.of(System.getProperty("java.io.tmpdir")));
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final Semaphore places;
    private boolean swept;
    private boolean closed;

    private record Idle(BrowserSession session, long until) {}

    @Inject
    Browsers(BrowserConfig config, OutboundConfig outbound, Providers providers) {
        this(config, patient(Wall.of(outbound)), uri -> {
            Origin origin = Origin.of(uri);
            return providers.all().stream().anyMatch(provider -> provider.internal() && provider.livesAt(origin));
        });
    }

    Browsers(BrowserConfig config, Egress.Looking wall, Predicate<URI> internal) {
        this(config, wall, internal, IDLE);
    }

    /**
     * @param internal whether a website may live on a private address
     * @param rest for how long a browser is kept that nobody needs
     */
    Browsers(BrowserConfig config, Egress.Looking wall, Predicate<URI> internal, Duration rest) {
        this.config = config;
        this.wall = wall;
        this.internal = internal;
        this.rest = rest;
        this.places = new Semaphore(config.most(), true);
    }

    /** A name that is not found out in time has no address. */
    private static Egress.Looking patient(Wall wall) {
        Gate gate = new Gate(wall::look);
        return (host, own) -> {
            try {
                return gate.look(host, own, System.nanoTime() + LOOKUP.toNanos());
            } catch (TimeoutException late) {
                return new Wall.Verdict.Refused("host '" + host + "' could not be looked up in time", false);
            }
        };
    }

    @Override
    public Optional<String> missing() {
        if (config.url().isPresent()) {
            return Optional.empty();
        }
        if (config.sandbox() && "root".equals(System.getProperty("user.name"))) {
            return Optional.of("Chromium's sandbox does not work for root; run as another user, or without it"
                    + " (integration.browser.sandbox)");
        }
        return isInstalled(config.driver())
                ? Optional.empty()
                : Optional.of("'" + config.driver() + "' is not installed here, and integration.browser.url names no"
                        + " WebDriver elsewhere");
    }

    private static boolean isInstalled(String program) {
        if (program.contains(File.separator)) {
            return Path.of(program).toFile().canExecute();
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Path.of(folder, program).toFile().canExecute());
    }

    @Override
    public Duration longest() {
        return config.patience().plus(config.start()).plus(config.timeout());
    }

    @Override
    public Rendered render(Load load) {
        try {
            if (!places.tryAcquire(config.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                return new Rendered.Busy();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Rendered.Busy();
        }
        try {
            return show(load);
        } catch (IOException failed) {
            return new Rendered.Failed(String.valueOf(failed.getMessage()));
        } finally {
            places.release();
        }
    }

    private Rendered show(Load load) throws IOException {
        BrowserSession session = take(load.agent());
        boolean good = false;
        try {
            URI uri = load.url().uri();
            Optional<String> own = internal.test(uri) ? Optional.of(Egress.authority(uri)) : Optional.empty();
            Rendered shown = session.show(load, own);
            good = session.isGoodFor(load.agent());
            return shown;
        } finally {
            if (good) {
                rest(session);
            } else {
                session.close();
            }
        }
    }

    private BrowserSession take(String agent) throws IOException {
        for (Optional<BrowserSession> rested = awake(); rested.isPresent(); rested = awake()) {
            if (rested.get().isGoodFor(agent)) {
                return rested.get();
            }
            rested.get().close();
        }
        if (config.url().isPresent()) {
            return BrowserSession.remote(config, agent, config.url().get(), this::refusal);
        }
        return BrowserSession.local(config, agent, home(), wall);
    }

    private synchronized Optional<BrowserSession> awake() {
        return Optional.ofNullable(idle.pollFirst()).map(Idle::session);
    }

    private synchronized Path home() throws IOException {
        if (!swept) {
            swept = true;
            homes.sweep();
        }
        return homes.create();
    }

    /** Of a browser elsewhere: what its requests would reach, as far as the name tells. */
    private Optional<String> refusal(PageUrl url, PageUrl page) {
        URI uri = url.uri();
        boolean own = url.host().equals(page.host()) && internal.test(uri);
        if (!own && Ports.isOfAnotherProtocol(uri)) {
            return Optional.of("port " + uri.getPort() + " is of another protocol");
        }
        return wall.look(uri.getHost(), own) instanceof Wall.Verdict.Refused refused
                ? Optional.of(refused.reason())
                : Optional.empty();
    }

    private void rest(BrowserSession session) {
        synchronized (this) {
            if (!closed) {
                idle.addFirst(new Idle(session, System.nanoTime() + rest.toNanos()));
                CompletableFuture.delayedExecutor(rest.toNanos() + 1, TimeUnit.NANOSECONDS, ENDING)
                        .execute(this::retire);
                return;
            }
        }
        session.close();
    }

    private void retire() {
        List<Idle> old;
        synchronized (this) {
            old = idle.stream()
                    .filter(one -> System.nanoTime() - one.until() >= 0)
                    .toList();
            idle.removeAll(old);
        }
        old.forEach(one -> one.session().close());
    }

    @PreDestroy
    void close() {
        List<Idle> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(idle);
            idle.clear();
        }
        all.forEach(one -> one.session().close());
        LOG.debugf("%d browsers were ended", all.size());
    }
}
