package dev.heir.integration.credential;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where tokens come from: one request, over the network. */
public interface TokenEndpoint {

    Outcome fetch(Request request);

    /**
     * A request for a token (RFC 6749, section 4).
     *
     * @param credential for which it is asked
     * @param place of the endpoint
     * @param form the grant's parameters, without the client's authentication
     * @param internal whether the endpoint may live on a private or loopback address
     * @param timeout from now to the last byte of the answer
     */
    record Request(
            String credential,
            Place place,
            Map<String, String> form,
            Client client,
            boolean internal,
            Duration timeout) {

        public Request {
            form = Collections.unmodifiableMap(new LinkedHashMap<>(form)); // in its order
        }

        /** Of settings, which do not know under which id they are registered. */
        public Request(Place place, Map<String, String> form, Client client, boolean internal, Duration timeout) {
            this("", place, form, client, internal, timeout);
        }

        Request of(String credential) {
            return new Request(credential, place, form, client, internal, timeout);
        }

        @Override
        public String toString() {
            return "Request[" + place + ", " + client + ", " + form.keySet() + "]";
        }
    }

    /** Where an endpoint is. */
    sealed interface Place {

        /** Somebody wrote it down. */
        record At(URI url) implements Place {
            @Override
            public String toString() {
                return url.toString();
            }
        }

        /** Where the issuer says (OpenID Connect Discovery, RFC 8414), which may change. */
        record OfIssuer(URI issuer) implements Place {
            @Override
            public String toString() {
                return "as " + issuer + " says";
            }
        }
    }

    /**
     * How the client authenticates (RFC 6749, section 2.3).
     *
     * @param secret empty for a public client, and for one that signs an assertion
     * @param inBody whether it does so in the form instead of the Authorization header
     * @param assertion signed anew for each request ({@code private_key_jwt})
     * @param certificate of the connection (RFC 8705, section 2), where that is what the client is known by
     */
    record Client(
            String id,
            Optional<String> secret,
            boolean inBody,
            Optional<JwtAssertion> assertion,
            Optional<ClientCertificate> certificate) {

        /** Nobody but who is named in the grant itself. */
        public static final Client NONE = new Client("", Optional.empty(), true);

        public Client(String id, Optional<String> secret, boolean inBody) {
            this(id, secret, inBody, Optional.empty(), Optional.empty());
        }

        static Client signing(String id, Optional<JwtAssertion> assertion) {
            return new Client(id, Optional.empty(), true, assertion, Optional.empty());
        }

        static Client over(String id, Optional<ClientCertificate> certificate) {
            return new Client(id, Optional.empty(), true, Optional.empty(), certificate);
        }

        List<String> secrets() {
            return Stream.concat(
                            secret.stream(),
                            assertion.stream().flatMap(signed -> signed.key().key().secrets().stream()))
                    .toList();
        }

        @Override
        public String toString() {
            return "Client[" + id + (secret.isPresent() ? ", secret]" : "]");
        }
    }

    /** What came of it. */
    sealed interface Outcome {

        /**
         * The endpoint said yes.
         *
         * @param lifetime from the moment it was asked for; empty when the endpoint does not say
         * @param idToken who signed in, in the words of OpenID Connect, which only a sign-in reads
         */
        record Granted(GrantedTokens tokens, Optional<Duration> lifetime, Optional<String> idToken) implements Outcome {

            public Granted(GrantedTokens tokens, Optional<Duration> lifetime) {
                this(tokens, lifetime, Optional.empty());
            }

            @Override
            public String toString() {
                return "Granted[" + lifetime + ", secret]";
            }
        }

        /**
         * The endpoint said no (RFC 6749, section 5.2).
         *
         * @param lasting whether it will say so again; else it is what an endpoint also says while it is being changed
         */
        record Refused(String reason, boolean lasting) implements Outcome {}

        /**
         * No token this time.
         *
         * @param leaveAlone how long the endpoint asks to be left alone; zero when it does not say
         * @param inDoubt whether it may have carried out the exchange all the same
         */
        record Failed(String reason, Duration leaveAlone, boolean inDoubt) implements Outcome {}
    }
}
