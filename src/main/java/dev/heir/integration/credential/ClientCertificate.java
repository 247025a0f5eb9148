package dev.heir.integration.credential;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Who we are to a server that asks for a certificate (mutual TLS). Its text never shows the key.
 *
 * @param chain our own certificate first, then whoever signed it
 * @param trust the authorities that the server's certificate must come from; empty for those that everybody trusts
 * @param fingerprint tells it from any other
 */
public record ClientCertificate(
        List<X509Certificate> chain, PemKey key, List<X509Certificate> trust, String fingerprint) {

    /** @throws CertificateException with what is wrong, in words for the person who registered it */
    static List<X509Certificate> certificates(String pem) throws CertificateException {
        try (var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (java.io.IOException | CertificateException unreadable) {
            // told below, without what stands there: it may be the key in the wrong place
        }
        throw new CertificateException("must be certificates in PEM, -----BEGIN CERTIFICATE-----");
    }

    /** @throws InvalidKeyException when the key is not that of the first certificate */
    static ClientCertificate of(List<X509Certificate> chain, PemKey key, List<X509Certificate> trust)
            throws InvalidKeyException {
        if (!isPair(chain.getFirst(), key.key())) {
            throw new InvalidKeyException("is not the key of the certificate");
        }
        return new ClientCertificate(chain, key, trust, fingerprint(chain, trust));
    }

    public Instant expiresAt() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /** The owner's name, as the certificate says it. */
    public String subject() {
        return chain.getFirst().getSubjectX500Principal().getName();
    }

    private static boolean isPair(X509Certificate certificate, PrivateKey key) {
        String algorithm =
                key instanceof ECKey ? "SHA256withECDSA" : key instanceof EdECKey ? "EdDSA" : "SHA256withRSA";
        byte[] probe = "whose key is it?".getBytes(StandardCharsets.US_ASCII);
        try {
            java.security.Signature signer = java.security.Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            byte[] signed = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(probe);
            return signer.verify(signed);
        } catch (GeneralSecurityException anotherKind) {
            return false;
        }
    }

    private static String fingerprint(List<X509Certificate> chain, List<X509Certificate> trust) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Certificate certificate : chain) {
                digest.update(certificate.getEncoded());
            }
            digest.update((byte) 0);
            for (Certificate certificate : trust) {
                digest.update(certificate.getEncoded());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("what was read can be written", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientCertificate that && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return "ClientCertificate[" + subject() + ", secret]";
    }
}
