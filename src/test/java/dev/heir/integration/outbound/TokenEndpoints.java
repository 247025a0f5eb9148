package dev.heir.integration.outbound;

import dev.heir.integration.call.Transport.Outgoing;
import dev.heir.integration.credential.OwnIssuers;
import dev.heir.integration.credential.TokenEndpoint;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;

/** The product's reading of token endpoints over a plain client, for instances without Quarkus. */
public final class TokenEndpoints {

    private TokenEndpoints() {}

    /** @param name told to the endpoint with each request */
    public static TokenEndpoint over(HttpClient client, String name) {
        return new FormTokenEndpoint(
                (_, outgoing) -> send(client, outgoing, name), OwnIssuers.none(), Clock.systemUTC());
    }

    private static Reply send(HttpClient client, Outgoing outgoing, String name) {
        HttpRequest.Builder request = HttpRequest.newBuilder(outgoing.uri())
                .timeout(outgoing.timeout())
                .header("asked-by", name)
                .POST(HttpRequest.BodyPublishers.ofByteArray(outgoing.body().bytes()));
        outgoing.headers().forEach(request::header);
        outgoing.signature().headers().forEach(request::header);
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply.Responded(
                    answer.statusCode(), answer.headers().map(), Body.of(answer.body()), Instant.now());
        } catch (IOException gone) {
            return new Reply.Lost(gone.toString(), false);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
