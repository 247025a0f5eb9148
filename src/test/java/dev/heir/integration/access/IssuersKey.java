package dev.heir.integration.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** A key that an issuer signs with, and publishes. */
final class IssuersKey {

    private static final JsonMapper JSON = new JsonMapper();

    private final String id;
    private final String algorithm;
    private final KeyPair pair;

    private IssuersKey(String id, String algorithm, KeyPair pair) {
        this.id = id;
        this.algorithm = algorithm;
        this.pair = pair;
    }

    /** @param algorithm in JOSE's words */
    static IssuersKey make(String id, String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(
                    switch (algorithm) {
                        case "RS256" -> "RSA";
                        case "ES256" -> "EC";
                        default -> "Ed25519";
                    });
            if (algorithm.equals("ES256")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else if (algorithm.equals("RS256")) {
                generator.initialize(2_048);
            }
            return new IssuersKey(id, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As its set of keys has it (RFC 7517). */
    ObjectNode published() {
        ObjectNode jwk =
                JSON.createObjectNode().put("kid", id).put("use", "sig").put("alg", algorithm);
        PublicKey key = pair.getPublic();
        switch (key) {
            case RSAPublicKey rsa -> {
                jwk.put("kty", "RSA").put("n", number(rsa.getModulus(), 0));
                jwk.put("e", number(rsa.getPublicExponent(), 0));
            }
            case ECPublicKey ec -> {
                jwk.put("kty", "EC").put("crv", "P-256");
                jwk.put("x", number(ec.getW().getAffineX(), 32));
                jwk.put("y", number(ec.getW().getAffineY(), 32));
            }
            case EdECPublicKey ed -> jwk.put("kty", "OKP").put("crv", "Ed25519").put("x", point(ed));
            default -> throw new IllegalStateException(key.getAlgorithm());
        }
        return jwk;
    }

    static JsonNode set(IssuersKey... keys) {
        ObjectNode set = JSON.createObjectNode();
        for (IssuersKey key : keys) {
            set.withArray("keys").add(key.published());
        }
        return set;
    }

    String signed(Map<String, ?> claims) {
        return signed(Map.of("alg", algorithm, "kid", id), claims);
    }

    String signed(Map<String, ?> header, Map<String, ?> claims) {
        try {
            return signed(JSON.writeValueAsBytes(header), JSON.writeValueAsBytes(claims));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whatever it says. */
    String signed(byte[] claims) {
        return signed(
                ("{\"alg\": \"" + algorithm + "\", \"kid\": \"" + id + "\"}").getBytes(StandardCharsets.UTF_8), claims);
    }

    private String signed(byte[] header, byte[] claims) {
        try {
            String text = encoded(header) + "." + encoded(claims);
            Signature signature = Signature.getInstance(
                    switch (algorithm) {
                        case "RS256" -> "SHA256withRSA";
                        case "ES256" -> "SHA256withECDSAinP1363Format";
                        default -> "Ed25519";
                    });
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + encoded(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    PublicKey key() {
        return pair.getPublic();
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String number(BigInteger number, int least) {
        byte[] bytes = number.toByteArray();
        byte[] plain = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        byte[] padded = new byte[Math.max(least, plain.length)];
        System.arraycopy(plain, 0, padded, padded.length - plain.length, plain.length);
        return encoded(padded);
    }

    /** RFC 8032, section 5.1.2. */
    private static String point(EdECPublicKey key) {
        byte[] big = key.getPoint().getY().toByteArray();
        byte[] little = new byte[32];
        for (int i = 0; i < Math.min(32, big.length); i++) {
            little[i] = big[big.length - 1 - i];
        }
        if (key.getPoint().isXOdd()) {
            little[31] |= (byte) 0x80;
        }
        return encoded(little);
    }
}
