package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;

/** Seals with the active data key, and opens with whatever key a text was sealed with. */
@ApplicationScoped
class KeyedSeals implements Seals {

    private final Keyring keyring;
    private final SealingKey local;

    KeyedSeals(Keyring keyring, SealingKey local) {
        this.keyring = keyring;
        this.local = local;
    }

    @Override
    public Body seal(String purpose, String text) {
        try {
            return keyring.sealing().seal(purpose, text);
        } catch (Unreadable lost) {
            throw new NoSealingKey("the active data key does not open: " + lost.getMessage());
        }
    }

    @Override
    public String open(String purpose, Body sealed) throws Unreadable {
        Optional<UUID> key = Sealing.keyOf(sealed);
        return key.isPresent() ? keyring.opening(key.get()).open(purpose, sealed) : openedByMaster(purpose, sealed);
    }

    private String openedByMaster(String purpose, Body sealed) throws Unreadable {
        Unreadable why = new Unreadable("it was sealed with a master key that this instance was not told of");
        for (SecretKey master : local.known()) {
            try {
                return new Sealing(master).open(purpose, sealed);
            } catch (Unreadable another) {
                why = another;
            }
        }
        throw why;
    }
}
