package dev.heir.integration.scrape;

import dev.heir.integration.call.CallRecord;
import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Asks a website for one page, once: no redirect is followed and nothing is repeated. */
public interface Fetcher {

    Reply fetch(Ask ask);

    /** The same, where what the ledger has to know of it may be {@link #record recorded} a little later, with others. */
    default Reply fetch(Ask ask, Consumer<CallRecord> later) {
        return fetch(ask);
    }

    /** Records requests that were sent; before that, nothing may be written that came of them. */
    default void record(List<CallRecord> sent) {}

    /**
     * @param project on whose account
     * @param headers the honest user agent among them
     * @param timeout to the last byte of the answer
     */
    record Ask(String project, PageUrl url, Map<String, String> headers, Duration timeout) {

        public Ask {
            headers = Map.copyOf(headers);
        }
    }
}
