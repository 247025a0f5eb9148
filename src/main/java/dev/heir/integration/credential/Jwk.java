package dev.heir.integration.credential;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A public key of an issuer (RFC 7517) that verifies by one algorithm: a key is never tried with another one. */
public record Jwk(Optional<String> id, JwtKey.Algorithm algorithm, PublicKey key) {

    private static final int SHORTEST_RSA = 2_048;

    /** Those that can verify; what is for something else, or of another kind, is left out. */
    public static List<Jwk> all(JsonNode set) {
        List<Jwk> keys = new ArrayList<>();
        for (JsonNode key : set.path("keys")) {
            read(key).ifPresent(keys::add);
        }
        return keys;
    }

    /** Whether whoever has the private key signed exactly that. */
    public boolean verifies(byte[] signed, byte[] signature) {
        try {
            java.security.Signature verifier = java.security.Signature.getInstance(algorithm.jdk());
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    private static Optional<Jwk> read(JsonNode jwk) {
        String use = jwk.path("use").asText("sig");
        String kind = jwk.path("kty").asText() + " " + jwk.path("crv").asText();
        try {
            Optional<Jwk> read =
                    switch (kind.strip()) {
                        case "RSA" -> Optional.of(new Jwk(id(jwk), JwtKey.Algorithm.RS256, rsa(jwk)));
                        case "EC P-256" -> Optional.of(new Jwk(id(jwk), JwtKey.Algorithm.ES256, ec(jwk)));
                        case "OKP Ed25519" -> Optional.of(new Jwk(id(jwk), JwtKey.Algorithm.EdDSA, ed25519(jwk)));
                        default -> Optional.empty();
                    };
            return read.filter(key -> use.equals("sig")
                    && jwk.path("alg").asText(key.algorithm.name()).equals(key.algorithm.name()));
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            return Optional.empty();
        }
    }

    private static Optional<String> id(JsonNode jwk) {
        return jwk.hasNonNull("kid") ? Optional.of(jwk.path("kid").asText()) : Optional.empty();
    }

    private static PublicKey rsa(JsonNode jwk) throws GeneralSecurityException {
        BigInteger modulus = number(jwk, "n");
        if (modulus.bitLength() < SHORTEST_RSA) {
            throw new IllegalArgumentException("an RSA key must have " + SHORTEST_RSA + " bits at least");
        }
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, number(jwk, "e")));
    }

    private static PublicKey ec(JsonNode jwk) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(coordinate(jwk, "x"), coordinate(jwk, "y"));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    }

    /** RFC 8032, section 5.1.2: little-endian, and the highest bit says whether x is odd. */
    private static PublicKey ed25519(JsonNode jwk) throws GeneralSecurityException {
        byte[] bytes = bytes(jwk, "x");
        if (bytes.length != 32) {
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
        }
        boolean odd = (bytes[31] & 0x80) != 0;
        bytes[31] &= 0x7f;
        byte[] reversed = new byte[32];
        for (int i = 0; i < 32; i++) {
            reversed[i] = bytes[31 - i];
        }
        return KeyFactory.getInstance("EdDSA")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, reversed))));
    }

    private static BigInteger number(JsonNode jwk, String name) {
        return new BigInteger(1, bytes(jwk, name));
    }

    /** The JDK does not refuse a longer one where it reads the key, but where it verifies with it, and not as a flaw of the key. */
    private static BigInteger coordinate(JsonNode jwk, String name) {
        BigInteger number = number(jwk, name);
        if (number.bitLength() > 256) {
            throw new IllegalArgumentException("a coordinate of P-256 has 32 bytes");
        }
        return number;
    }

    private static byte[] bytes(JsonNode jwk, String name) {
        byte[] bytes = Base64.getUrlDecoder().decode(jwk.path(name).asText());
        if (bytes.length == 0) {
            throw new IllegalArgumentException("a key needs '" + name + "'");
        }
        return bytes;
    }
}
