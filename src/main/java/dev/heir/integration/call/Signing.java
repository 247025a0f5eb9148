package dev.heir.integration.call;

import dev.heir.integration.credential.Credentials;
import dev.heir.integration.credential.Signature;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The signature on a leg's requests: had when it is first needed, and renewed at most once. */
final class Signing {

    private final Credentials credentials;
    private final Optional<String> credential;

    private @Nullable Signature signature;
    private boolean renewed;
    private boolean refusedForGood;

    Signing(Credentials credentials, Optional<String> credential) {
        this.credentials = credentials;
        this.credential = credential;
    }

    /** Empty when the credential is not registered, or no token could be had for it in the time. */
    Optional<Signature> signature(Duration atMost) {
        if (signature == null) {
            signature = credential.isEmpty()
                    ? Signature.NONE
                    : credentials.sign(credential.get(), atMost).orElse(null);
        }
        return Optional.ofNullable(signature);
    }

    /** Why there is no signature. */
    String whyNone() {
        String id = credential.orElse("");
        return credentials.version(id).isEmpty()
                ? "credential '" + id + "' is not registered"
                : "no token could be had for credential '" + id + "'";
    }

    boolean mayBeRenewed() {
        return credential.isPresent() && signature != null && !renewed;
    }

    /** The provider refused the signature: asks for another one, once. */
    void renew(Duration atMost) {
        renewed = true;
        Signature refused = Objects.requireNonNull(signature);
        Optional<Signature> anew = credentials.refresh(credential.orElseThrow(), refused, atMost);
        refusedForGood = anew.isEmpty();
        signature = anew.orElse(refused);
    }

    /** Whether the provider refused it and no other can be had. */
    boolean isRefusedForGood() {
        return refusedForGood;
    }
}
