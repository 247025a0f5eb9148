package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import jakarta.enterprise.context.ApplicationScoped;

/** Seals with the sealing key, which is read when it is first needed. */
@ApplicationScoped
class KeyedSeals implements Seals {

    private final SealingKey key;

    KeyedSeals(SealingKey key) {
        this.key = key;
    }

    @Override
    public Body seal(String purpose, String text) {
        return new Sealing(key.get()).seal(purpose, text);
    }

    @Override
    public String open(String purpose, Body sealed) throws Unreadable {
        return new Sealing(key.get()).open(purpose, sealed);
    }
}
