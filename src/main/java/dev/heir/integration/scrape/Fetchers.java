package dev.heir.integration.scrape;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** The ways to a page: asked for as it is, or shown by a browser as well. */
@Singleton
final class Fetchers {

    private final Fetcher plain;
    private final Renderer renderer;
    private final RenderedSites sites;

    @Inject
    Fetchers(Fetcher plain, Renderer renderer, RenderedSites sites) {
        this.plain = plain;
        this.renderer = renderer;
        this.sites = sites;
    }

    /** Without a browser. */
    Fetchers(Fetcher plain) {
        this(plain, new NoBrowser(), new NothingKnown());
    }

    Fetcher plain() {
        return plain;
    }

    Renderer renderer() {
        return renderer;
    }

    RenderedSites sites() {
        return sites;
    }

    private static final class NoBrowser implements Renderer {

        private static final String REASON = "there is no browser here";

        @Override
        public Optional<String> missing() {
            return Optional.of(REASON);
        }

        @Override
        public Duration longest() {
            return Duration.ZERO;
        }

        @Override
        public Rendered render(Load load) {
            return new Rendered.Failed(REASON);
        }
    }

    private static final class NothingKnown implements RenderedSites {

        @Override
        public Optional<Boolean> needsBrowser(String project, String host) {
            return Optional.empty();
        }

        @Override
        public void note(String project, String host, boolean needsBrowser) {
            // Whoever has no browser finds nothing out.
        }
    }
}
