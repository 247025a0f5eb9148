package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;
import javax.crypto.spec.SecretKeySpec;

/** Seals under a key of tests, for the tests of other rooms. */
public final class OwnSeals {

    private OwnSeals() {}

    public static Seals ofTests() {
        Sealing sealing = new Sealing(new SecretKeySpec(new byte[32], "AES"));
        return new Seals() {
            @Override
            public Body seal(String purpose, String text) {
                return sealing.seal(purpose, text);
            }

            @Override
            public String open(String purpose, Body sealed) throws Unreadable {
                return sealing.open(purpose, sealed);
            }
        };
    }
}
