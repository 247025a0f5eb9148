package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/**
 * HMAC-SHA256 under a key of its own, which is derived from the master or, where this machine has none, from the oldest data
 * key: neither tells of the other.
 */
@ApplicationScoped
class SealingKeyHash implements KeyedHash {

    private static final Logger LOG = Logger.getLogger(SealingKeyHash.class);
    private static final String HMAC = "HmacSHA256";
    private static final byte[] PURPOSE = "request hash of the ledger".getBytes(StandardCharsets.UTF_8);

    private final SealingKey sealing;
    private final Keyring keyring;
    private final AtomicBoolean told = new AtomicBoolean();

    SealingKeyHash(SealingKey sealing, Keyring keyring) {
        this.sealing = sealing;
        this.keyring = keyring;
    }

    @Override
    public Optional<Long> of(Body body, List<String> parts) {
        try {
            List<SecretKey> masters = sealing.known();
            Optional<SecretKey> key = masters.isEmpty() ? keyring.oldest() : Optional.of(masters.getFirst());
            if (key.isEmpty()) {
                return Optional.empty();
            }
            Mac mac = mac(new SecretKeySpec(mac(key.get()).doFinal(PURPOSE), HMAC));
            for (String part : parts) {
                mac.update(part.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) 0);
            }
            return Optional.of(ByteBuffer.wrap(mac.doFinal(body.bytes())).getLong());
        } catch (RuntimeException noKey) {
            // Whoever signs nothing needs no key otherwise, and no call shall fail for the lack of a hash.
            if (told.compareAndSet(false, true)) {
                LOG.warnf("requests are not recognised as repeated: %s", noKey.getMessage());
            }
            return Optional.empty();
        }
    }

    private static Mac mac(SecretKey key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
