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
    private final EarlierPages earlier;

    @Inject
    Fetchers(Fetcher plain, Renderer renderer, RenderedSites sites, EarlierPages earlier) {
        this.earlier = earlier;
        this.plain = plain;
        this.renderer = renderer;
        this.sites = sites;
    }

    /** Without a browser, and as if each page were asked for the first time. */
    Fetchers(Fetcher plain) {
        this(plain, new NoBrowser(), new NothingKnown(), (_, _, _) -> Optional.empty());
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

    /** The page as its project read it last, where its website can be asked whether it has changed. */
    Optional<Page.Fetched> earlier(Errand errand) {
        return errand.order().rendering() == Rendering.BROWSER
                ? Optional.empty()
                : earlier.find(errand.project(), errand.url(), errand.order())
                        .filter(page -> page.url().equals(errand.at().uri()));
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
