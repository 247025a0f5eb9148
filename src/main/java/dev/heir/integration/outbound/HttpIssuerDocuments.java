package dev.heir.integration.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.heir.integration.call.Single;
import dev.heir.integration.call.Transport.Outgoing;
import dev.heir.integration.credential.IssuerDocuments;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Body;
import dev.heir.integration.strike.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Gets what issuers publish, through the wall; a redirect is followed nowhere. */
@ApplicationScoped
class HttpIssuerDocuments implements IssuerDocuments {

    /** A person waits for it. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final JsonMapper JSON = new JsonMapper();

    private final Function<Outgoing, Reply> sending;

    @Inject
    HttpIssuerDocuments(Single single) {
        this(single::discover);
    }

    HttpIssuerDocuments(Function<Outgoing, Reply> sending) {
        this.sending = sending;
    }

    @Override
    public Got get(URI uri, boolean internal) {
        Reply reply = sending.apply(new Outgoing(
                "GET", uri, Map.of("accept", "application/json"), Body.EMPTY, Signature.NONE, TIMEOUT, internal));
        return switch (reply) {
            case Reply.Responded answer when answer.status() == 200 -> new Got.Document(json(answer));
            case Reply.Responded answer when answer.status() == 404 -> new Got.Absent();
            default -> new Got.Failed(FormTokenEndpoint.unanswered(reply).reason());
        };
    }

    private static JsonNode json(Reply.Responded answer) {
        try {
            return JSON.readTree(answer.body().bytes());
        } catch (IOException noJson) {
            return JSON.missingNode();
        }
    }
}
