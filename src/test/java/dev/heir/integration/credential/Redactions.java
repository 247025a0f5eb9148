package dev.heir.integration.credential;

/** What masks, for the tests of other rooms. */
public final class Redactions {

    private Redactions() {}

    public static KnownSecrets empty() {
        return new KnownSecrets();
    }
}
