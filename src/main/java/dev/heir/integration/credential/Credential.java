package dev.heir.integration.credential;

import dev.heir.integration.provider.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A registered credential: what it signs with, and where it may be sent.
 *
 * @param origins empty for an older one, which goes wherever its provider's document says
 * @param certificate for the connection, beside whatever signs the request
 */
record Credential(Settings settings, List<Origin> origins, Optional<ClientCertificate> certificate) {

    String kind() {
        return settings.kind();
    }

    List<String> secrets() {
        List<String> secrets = new ArrayList<>(settings.secrets());
        certificate.ifPresent(ours -> secrets.addAll(ours.key().secrets()));
        return secrets;
    }

    /** Empty where a token has to be had first. */
    Optional<Signature> signature() {
        return settings.signature().map(this::bound);
    }

    /** With a token, which is the one of this version. */
    Signature bearer(String token, long version) {
        return bound(Settings.bearer(token)).ofVersion(version);
    }

    /** Where a request is signed, without any secret. */
    Signature outline() {
        return settings.signature()
                .map(this::bound)
                .orElseGet(() -> bearer("", 0))
                .outlined();
    }

    Map<String, String> open() {
        Map<String, String> open = new LinkedHashMap<>(settings.open());
        if (!origins.isEmpty()) {
            open.put("origins", origins.stream().map(Origin::toString).collect(Collectors.joining(" ")));
        }
        certificate.ifPresent(ours -> {
            open.put("certificate", ours.subject());
            open.put("certificateExpiresAt", ours.expiresAt().toString());
        });
        return Collections.unmodifiableMap(open);
    }

    private Signature bound(Signature plain) {
        return origins.isEmpty() && certificate.isEmpty() ? plain : plain.bound(origins, certificate);
    }
}
