package dev.heir.integration.credential;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** The master keys that this machine holds itself; read when they are first needed, so that nobody else needs one. */
@ApplicationScoped
class SealingKey {

    private final CredentialConfig config;
    private final KnownSecrets secrets;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable SecretKey key;
    private volatile @Nullable List<SecretKey> known;

    SealingKey(CredentialConfig config, KnownSecrets secrets) {
        this.config = config;
        this.secrets = secrets;
    }

    /** @throws NoSealingKey when there is none, or none that can be used */
    SecretKey get() {
        SecretKey read = key;
        if (read != null) {
            return read;
        }
        reading.lock();
        try {
            SecretKey found = configured().orElseGet(this::ofThisMachine);
            secrets.learn(found);
            key = found;
            return found;
        } finally {
            reading.unlock();
        }
    }

    /** All there are: the one in use first, where another service is the master perhaps none. */
    List<SecretKey> known() {
        List<SecretKey> read = known;
        if (read == null) {
            List<SecretKey> found = new ArrayList<>();
            if (config.kmsKey().isEmpty()) {
                found.add(get());
            } else {
                configured()
                        .or(() -> Optional.of(config.keyFile())
                                .filter(file -> config.function().isEmpty() && Files.exists(file))
                                .map(KeyFile::read))
                        .ifPresent(found::add);
            }
            config.otherKey()
                    .map(text -> KeyFile.decode(text, "integration.credential.other-key"))
                    .ifPresent(found::add);
            config.otherKeyFile().map(KeyFile::read).ifPresent(found::add);
            found.forEach(secrets::learn);
            read = List.copyOf(found);
            known = read;
        }
        return read;
    }

    private Optional<SecretKey> configured() {
        return config.key().map(text -> KeyFile.decode(text, "integration.credential.key"));
    }

    private SecretKey ofThisMachine() {
        if (config.function().isPresent()) {
            throw new NoSealingKey(
                    "neither integration.credential.kms-key nor integration.credential.key is set, and the"
                            + " instances of function '" + config.function().get()
                            + "' have no disk in common to keep one: name a key of KMS, or put 32 random bytes in Base64 under"
                            + " integration.credential.key into the secret settings (terraform/README.md, Settings)");
        }
        return KeyFile.readOrMake(config.keyFile());
    }
}
