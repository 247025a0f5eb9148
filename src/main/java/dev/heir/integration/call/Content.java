package dev.heir.integration.call;

import dev.heir.integration.provider.Protocol;
import dev.heir.integration.strike.Reply;

/** Reads what an answer says inside, in the protocols that say it there. */
final class Content {

    private Content() {}

    /** The reply, having been read as its operation's protocol asks for; one that flows, or is empty, is as it is. */
    static Reply read(PlannedCall call, Reply reply) {
        if (!(reply instanceof Reply.Responded answer)
                || !answer.body().isWhole()
                || answer.body().isEmpty()) {
            return reply;
        }
        return switch (call.operation().protocol()) {
            case Protocol.Rest _ -> reply;
            case Protocol.GraphQl _ -> answer.with(GraphQlContent.read(answer));
            case Protocol.Soap _ -> answer.with(SoapContent.read(answer));
        };
    }
}
