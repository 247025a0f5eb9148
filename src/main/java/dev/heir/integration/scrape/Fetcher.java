package dev.heir.integration.scrape;

import dev.heir.integration.strike.Reply;
import java.time.Duration;
import java.util.Map;

/** Asks a website for one page, once: no redirect is followed and nothing is repeated. */
public interface Fetcher {

    Reply fetch(Ask ask);

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
