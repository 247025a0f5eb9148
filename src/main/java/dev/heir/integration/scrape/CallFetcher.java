package dev.heir.integration.scrape;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.call.Single;
import dev.heir.integration.provider.Origin;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.strike.Reply;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Consumer;

/** Fetches like every other call that leaves the building, with a row in the ledger for each request. */
@Singleton
final class CallFetcher implements Fetcher {

    private static final String KIND = "web_scraping";

    private final Single calls;
    private final Providers providers;

    CallFetcher(Single calls, Providers providers) {
        this.calls = calls;
        this.providers = providers;
    }

    @Override
    public Reply fetch(Ask ask) {
        return calls.get(request(ask));
    }

    @Override
    public Reply fetch(Ask ask, Consumer<CallRecord> later) {
        return calls.get(request(ask), later);
    }

    @Override
    public void record(List<CallRecord> sent) {
        calls.record(sent);
    }

    private Single.Request request(Ask ask) {
        return new Single.Request(
                ask.project(),
                KIND,
                ask.url().host(),
                ask.url().uri(),
                ask.headers(),
                ask.timeout(),
                isInternal(ask.url()));
    }

    /** A website may live on a private address only if it is registered as a provider that does. */
    private boolean isInternal(PageUrl url) {
        Origin origin = Origin.of(url.uri());
        return providers.all().stream().anyMatch(provider -> provider.internal() && provider.livesAt(origin));
    }
}
