package dev.heir.integration.credential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * OAuth 1.0a with a token that somebody got already (RFC 5849, section 3).
 *
 * @param consumerSecret empty where the method signs with a private key
 * @param token empty where the consumer speaks for itself
 * @param tokenSecret may be empty
 * @param privateKey of the two RSA methods
 * @param realm as the provider names what it protects
 */
public record OAuth1(
        String consumerKey,
        String consumerSecret,
        Optional<String> token,
        String tokenSecret,
        Method method,
        Optional<PemKey> privateKey,
        Optional<String> realm)
        implements Scheme {

    /** What makes the signature. HMAC-SHA256 and RSA-SHA256 are in no RFC, and still what some providers ask for. */
    public enum Method {
        HMAC_SHA1("HMAC-SHA1", "HmacSHA1"),
        HMAC_SHA256("HMAC-SHA256", "HmacSHA256"),
        RSA_SHA1("RSA-SHA1", "SHA1withRSA"),
        RSA_SHA256("RSA-SHA256", "SHA256withRSA"),
        PLAINTEXT("PLAINTEXT", "");

        private final String wire;
        private final String jdk;

        Method(String wire, String jdk) {
            this.wire = wire;
            this.jdk = jdk;
        }

        /** As {@code oauth_signature_method} spells it. */
        public String wire() {
            return wire;
        }

        /** As the JDK calls it; empty where nothing is calculated. */
        public String jdk() {
            return jdk;
        }

        /** Whether it signs with a private key instead of the two secrets. */
        public boolean needsKey() {
            return this == RSA_SHA1 || this == RSA_SHA256;
        }
    }

    @Override
    public String kind() {
        return "oauth1";
    }

    @Override
    public List<String> headerNames() {
        return List.of("Authorization");
    }

    @Override
    public List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        if (!consumerSecret.isEmpty()) {
            secrets.add(consumerSecret);
        }
        if (!tokenSecret.isEmpty()) {
            secrets.add(tokenSecret);
        }
        token.ifPresent(secrets::add);
        privateKey.ifPresent(key -> secrets.addAll(key.secrets()));
        return secrets;
    }

    @Override
    public Map<String, String> open() {
        return Map.of("consumerKey", consumerKey, "signatureMethod", method.wire());
    }

    @Override
    public String toString() {
        return "OAuth1[" + consumerKey + ", " + method.wire() + ", secret]";
    }
}
