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

/** Reads private keys as people have them: PKCS#8 in PEM (RFC 7468, section 10), without a passphrase. */
final class PrivateKeys {

    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*+)-----END PRIVATE KEY-----\\s*");

    /** NIST SP 800-131A: less has not been allowed since 2014. */
    private static final int LEAST_RSA_BITS = 2048;

    private PrivateKeys() {}

    /** @throws InvalidKeyException with what is wrong in words for the person who registered it, never with the key */
    static PrivateKey read(String pem) throws InvalidKeyException {
        if (pem.contains("BEGIN ENCRYPTED PRIVATE KEY") || pem.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new InvalidKeyException("is encrypted: take the passphrase off (openssl pkcs8 -topk8 -nocrypt)");
        }
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.matches()) {
            throw new InvalidKeyException("must be one PKCS#8 key in PEM, -----BEGIN PRIVATE KEY-----"
                    + " (openssl pkcs8 -topk8 -nocrypt makes it of others)");
        }
        try {
            return decode(Base64.getMimeDecoder().decode(matcher.group(1)));
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidKeyException("is not Base64 between its lines");
        }
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
}
