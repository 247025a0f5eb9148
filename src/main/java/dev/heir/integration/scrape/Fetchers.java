package dev.heir.integration.scrape;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.strike.Reply;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The ways to a page: asked for as it is, or shown by a browser as well. */
@Singleton
final class Fetchers {

    private final Fetcher plain;
    private final Renderer renderer;
    private final RenderedSites sites;
    private final EarlierPages earlier;
    private final Optional<PageServices> services;

    @Inject
    Fetchers(Fetcher plain, Renderer renderer, RenderedSites sites, EarlierPages earlier, PageServices services) {
        this(plain, renderer, sites, earlier, Optional.of(services));
    }

    /** Without providers that fetch pages. */
    Fetchers(Fetcher plain, Renderer renderer, RenderedSites sites, EarlierPages earlier) {
        this(plain, renderer, sites, earlier, Optional.empty());
    }

    private Fetchers(
            Fetcher plain,
            Renderer renderer,
            RenderedSites sites,
            EarlierPages earlier,
            Optional<PageServices> services) {
        this.services = services;
        this.earlier = earlier;
        this.plain = plain;
        this.renderer = renderer;
        this.sites = sites;
    }

    /** The same, by whom what is sent is recorded a little later. */
    Fetchers recording(Consumer<CallRecord> later) {
        return new Fetchers(ask -> plain.fetch(ask, later), renderer, sites, earlier, services);
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

    /** Why pages cannot be had in this way; empty when they can. */
    Optional<Flaw> missing(Way way) {
        if (way.provider().isPresent()) {
            String provider = way.provider().get();
            return services.flatMap(all -> all.missing(provider))
                    .map(reason -> new Flaw("fetch.provider", provider, reason));
        }
        return way.rendering() == Rendering.BROWSER
                ? renderer.missing()
                        .map(reason -> new Flaw("fetch", Rendering.BROWSER.word(), "cannot be had: " + reason))
                : Optional.empty();
    }

    /** How long the page's host is kept busy by one request at most. */
    Duration longest(Way way, Duration usual) {
        return way.provider()
                .flatMap(provider -> services.map(all -> all.longest(provider)))
                .orElse(usual);
    }

    Reply fetch(Way way, Fetcher.Ask ask) {
        return way.provider()
                .map(provider -> services.map(all -> all.fetch(provider, ask))
                        .orElseGet(() -> new Reply.NoRoom("no provider fetches pages here")))
                .orElseGet(() -> plain.fetch(ask));
    }

    /** The page as its project read it last, where its website can be asked whether it has changed. */
    Optional<Page.Fetched> earlier(Errand errand) {
        return errand.way().provider().isPresent() || errand.trail().sitemap() || isShown(errand)
                ? Optional.empty()
                : earlier.find(errand.project(), errand.url(), errand.order())
                        .filter(page -> page.url().equals(errand.at().uri()));
    }

    /** What was read of it without its scripts is not what it says, whether that has changed or not. */
    private boolean isShown(Errand errand) {
        return switch (errand.way().rendering()) {
            case BROWSER -> true;
            case PLAIN -> false;
            case AUTO ->
                sites.needsBrowser(errand.project(), errand.at().host()).orElse(false)
                        && renderer.missing().isEmpty();
        };
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
