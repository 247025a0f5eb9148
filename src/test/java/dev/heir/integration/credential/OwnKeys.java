package dev.heir.integration.credential;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKey;

/** What nobody gets from a running instance but tests: the keys that it seals with, in Base64. */
@Singleton
public final class OwnKeys {

    private final DataKeys keys;
    private final Keyring keyring;
    private final SealingKey master;

    OwnKeys(DataKeys keys, Keyring keyring, SealingKey master) {
        this.keys = keys;
        this.keyring = keyring;
        this.master = master;
    }

    public List<String> all() throws Seals.Unreadable {
        List<SecretKey> all = new ArrayList<>(master.known());
        for (DataKeys.DataKey key : keys.all()) {
            all.add(keyring.open(key));
        }
        return all.stream()
                .map(key -> Base64.getEncoder().withoutPadding().encodeToString(key.getEncoded()))
                .toList();
    }
}
