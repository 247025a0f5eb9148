package dev.heir.integration.scrape;

import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;

/** Fetches over real HTTP without a ledger, at a time that stands still. */
final class PlainFetcher implements Fetcher {

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @Override
    public Reply fetch(Ask ask) {
        HttpRequest.Builder request = HttpRequest.newBuilder(ask.url().uri()).timeout(ask.timeout());
        ask.headers().forEach(request::header);
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply.Responded(
                    response.statusCode(), response.headers().map(), Body.of(response.body()), Instant.EPOCH);
        } catch (IOException failed) {
            return new Reply.Lost(String.valueOf(failed), false);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Reply.Lost("interrupted", false);
        }
    }
}
