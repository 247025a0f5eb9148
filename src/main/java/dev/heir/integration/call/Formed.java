package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.Operation;
import dev.heir.integration.provider.Protocol;
import java.util.List;
import java.util.Map;

/**
 * A request in the form that its protocol sends it in.
 *
 * @param operation as safe as what it is asked to do this time
 */
record Formed(Operation operation, String pathAndQuery, Body body) {

    /**
     * @param headers by lower-case name, to which those of the protocol are added
     * @param flaws to which those of the content are added
     */
    static Formed of(
            Operation operation,
            CallRequest request,
            String pathAndQuery,
            Map<String, String> headers,
            List<Flaw> flaws) {
        return switch (operation.protocol()) {
            case Protocol.Rest _ -> new Formed(operation, pathAndQuery, request.body());
            case Protocol.GraphQl graphQl ->
                new GraphQlRequest(operation, graphQl, flaws).formed(request.body(), pathAndQuery, headers);
            case Protocol.Soap soap ->
                new Formed(operation, pathAndQuery, new SoapRequest(soap, flaws).envelope(request.body(), headers));
        };
    }
}
