package dev.heir.integration.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A private key that signs JSON Web Tokens. Its text never shows the key.
 *
 * @param id tells the other side which of several public keys to verify with
 */
public record JwtKey(Algorithm algorithm, PemKey key, Optional<String> id) {

    /** How it signs, in the words of RFC 7518 and RFC 8037. */
    public enum Algorithm {
        RS256("SHA256withRSA"),
        ES256("SHA256withECDSAinP1363Format"), // JOSE wants both numbers plainly, not as ASN.1 (RFC 7518, section 3.4)
        EdDSA("Ed25519");

        private final String jdk;

        Algorithm(String jdk) {
            this.jdk = jdk;
        }

        /** The JDK's name. */
        String jdk() {
            return jdk;
        }
    }

    /**
     * A key from PEM; the algorithm follows from its kind.
     *
     * @throws InvalidKeyException in words for the person who registered it, never with the key
     */
    public static JwtKey of(String pem, Optional<String> id) throws InvalidKeyException {
        PemKey key = PemKey.read(pem);
        return new JwtKey(algorithm(key.key()), key, id);
    }

    private static Algorithm algorithm(PrivateKey key) throws InvalidKeyException {
        return switch (key) {
            case RSAKey _ -> Algorithm.RS256;
            case ECKey ec when ec.getParams().getOrder().bitLength() == 256 -> Algorithm.ES256;
            case EdECKey ed when ed.getParams().getName().equals("Ed25519") -> Algorithm.EdDSA;
            default -> throw new InvalidKeyException("must be an RSA, a P-256 or an Ed25519 key");
        };
    }

    /**
     * The compact serialization of a JWS (RFC 7515, section 7.1) with the usual header.
     *
     * @param claims as JSON
     */
    String sign(String claims) {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("alg", algorithm.name());
        header.put("typ", "JWT");
        id.ifPresent(kid -> header.put("kid", kid));
        return sign(JwtAssertion.json(header), claims);
    }

    /** The same with a header of one's own. */
    String sign(String header, String claims) {
        String signed = encoded(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoded(claims.getBytes(StandardCharsets.UTF_8));
        try {
            java.security.Signature signature = java.security.Signature.getInstance(algorithm.jdk);
            signature.initSign(key.key());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a key of the right kind always signs", impossible);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "JwtKey[" + algorithm + ", " + id.orElse("no id") + ", secret]";
    }
}
