package dev.heir.integration.credential;

import dev.heir.integration.provider.Fields;
import java.security.InvalidKeyException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Reads a certificate and its key from PEM. */
final class TlsDocument {

    private TlsDocument() {}

    /** Empty where something is wrong, which is noted in the document. */
    static Optional<ClientCertificate> read(Fields fields) {
        List<X509Certificate> chain = certificates(fields, "certificate", fields.requiredLines("certificate"));
        List<X509Certificate> trust = fields.lines("trust")
                .map(text -> certificates(fields, "trust", text))
                .orElse(List.of());
        String pem = fields.requiredLines("privateKey");
        fields.refuseUnknown();
        if (pem.isEmpty()) {
            return Optional.empty();
        }
        try {
            PemKey key = PemKey.read(pem);
            return chain.isEmpty() ? Optional.empty() : Optional.of(ClientCertificate.of(chain, key, trust));
        } catch (InvalidKeyException unusable) {
            fields.flaw("privateKey", String.valueOf(unusable.getMessage()));
            return Optional.empty();
        }
    }

    private static List<X509Certificate> certificates(Fields fields, String key, String pem) {
        if (pem.isEmpty()) {
            return List.of();
        }
        try {
            return ClientCertificate.certificates(pem);
        } catch (CertificateException unreadable) {
            fields.flaw(key, String.valueOf(unreadable.getMessage()));
            return List.of();
        }
    }
}
