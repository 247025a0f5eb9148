package dev.heir.integration.credential;

/** What an instance knows of secrets, for tests of other packages. */
public final class OwnSecrets {

    private OwnSecrets() {}

    public static KnownSecrets none() {
        return new KnownSecrets();
    }
}
