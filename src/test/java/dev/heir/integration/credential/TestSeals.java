package dev.heir.integration.credential;

import dev.heir.integration.persistence.OnPostgres;
import java.time.Clock;

/** What seals in an instance without Quarkus. */
record TestSeals(Keyring keyring, KeyedSeals seals, SealingKeys keys, SealingKeyHash hash) {

    /** One that shares its data keys with nobody. */
    static Seals of(CredentialConfig config) {
        FakeDataKeys fake = new FakeDataKeys();
        return of(config, fake, fake, new KnownSecrets()).seals();
    }

    static TestSeals of(CredentialConfig config, OnPostgres postgres, KnownSecrets secrets) {
        return of(config, postgres.dataKeys(), postgres.sealedRows(), secrets);
    }

    static TestSeals of(CredentialConfig config, DataKeys dataKeys, SealedRows rows, KnownSecrets secrets) {
        return of(config, dataKeys, rows, secrets, Clock.systemUTC(), name -> {
            throw new NoSealingKey("there is no " + name + " here");
        });
    }

    static TestSeals of(
            CredentialConfig config,
            DataKeys dataKeys,
            SealedRows rows,
            KnownSecrets secrets,
            Clock clock,
            MasterKey.Remote remote) {
        SealingKey local = new SealingKey(config, secrets);
        MasterKeys masters = new MasterKeys(local, remote, config);
        Keyring keyring = new Keyring(dataKeys, rows, masters, local, secrets, clock);
        KeyedSeals seals = new KeyedSeals(keyring, local);
        return new TestSeals(
                keyring,
                seals,
                new SealingKeys(dataKeys, rows, keyring, masters, seals),
                new SealingKeyHash(local, keyring));
    }
}
