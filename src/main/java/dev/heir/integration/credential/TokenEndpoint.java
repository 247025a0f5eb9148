package dev.heir.integration.credential;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where tokens come from: one request, over the network. */
public interface TokenEndpoint {

    Outcome fetch(Grant grant);

    /**
     * A request for a token by client credentials (RFC 6749, section 4.4.2).
     *
     * @param inBody whether the client authenticates in the form instead of the Authorization header
     * @param internal whether the endpoint may live on a private or loopback address
     * @param timeout from now to the last byte of the answer
     */
    record Grant(
            URI url,
            String clientId,
            String clientSecret,
            Optional<String> scope,
            Optional<String> audience,
            boolean inBody,
            boolean internal,
            Duration timeout) {

        @Override
        public String toString() {
            return "Grant[" + url + ", " + clientId + ", secret]";
        }
    }

    /** What came of it. */
    sealed interface Outcome {

        /** @param lifetime from the moment it was asked for; empty when the endpoint does not say */
        record Granted(String token, Optional<Duration> lifetime) implements Outcome {

            @Override
            public String toString() {
                return "Granted[secret, " + lifetime + "]";
            }
        }

        /** The endpoint said no, and will say so again (RFC 6749, section 5.2). */
        record Refused(String reason) implements Outcome {}

        /** No token this time. */
        record Failed(String reason) implements Outcome {}
    }
}
