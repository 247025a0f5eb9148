package dev.heir.integration.credential;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key as people have them: PKCS#8 in PEM (RFC 7468, section 10), without a passphrase. Its text never shows it.
 *
 * @param secrets what must be masked of it: each of its lines, since it is by lines that it would be quoted
 */
public record PemKey(PrivateKey key, List<String> secrets) {

    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*+)-----END PRIVATE KEY-----\\s*");

    /** NIST SP 800-131A: less has not been allowed since 2014. */
    private static final int LEAST_RSA_BITS = 2048;

    /** The last line of a key may be two letters long, and those stand everywhere. */
    private static final int SHORTEST_LINE = 16;

    /** @throws InvalidKeyException with what is wrong in words for the person who registered it, never with the key */
    static PemKey read(String pem) throws InvalidKeyException {
        if (pem.contains("BEGIN ENCRYPTED PRIVATE KEY") || pem.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new InvalidKeyException("is encrypted: take the passphrase off (openssl pkcs8 -topk8 -nocrypt)");
        }
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.matches()) {
            throw new InvalidKeyException("must be one PKCS#8 key in PEM, -----BEGIN PRIVATE KEY-----"
                    + " (openssl pkcs8 -topk8 -nocrypt makes it of others)");
        }
        try {
            return new PemKey(decode(Base64.getMimeDecoder().decode(matcher.group(1))), lines(pem));
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidKeyException("is not Base64 between its lines");
        }
    }

    private static List<String> lines(String pem) {
        return pem.lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
                .toList();
    }

    private static PrivateKey decode(byte[] der) throws InvalidKeyException {
        for (String kind : List.of("RSA", "EC", "EdDSA")) {
            try {
                PrivateKey key = KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
                if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
                    throw new InvalidKeyException("must have at least " + LEAST_RSA_BITS + " bits, has "
                            + rsa.getModulus().bitLength());
                }
                return key;
            } catch (InvalidKeySpecException anotherKind) {
                // the next one is tried
            } catch (InvalidKeyException weak) {
                throw weak;
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every Java knows keys of the kind " + kind, impossible);
            }
        }
        throw new InvalidKeyException("is no RSA, EC or Ed25519 key that can be read");
    }

    @Override
    public String toString() {
        return "PemKey[" + key.getAlgorithm() + ", secret]";
    }
}
