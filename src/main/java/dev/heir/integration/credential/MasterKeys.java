package dev.heir.integration.credential;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.Stream;

/** The master that wraps new data keys, and the others that this instance can ask. */
@ApplicationScoped
class MasterKeys {

    private final SealingKey local;
    private final MasterKey.Remote remote;
    private final CredentialConfig config;

    MasterKeys(SealingKey local, MasterKey.Remote remote, CredentialConfig config) {
        this.local = local;
        this.remote = remote;
        this.config = config;
    }

    /** @throws NoSealingKey when there is none */
    MasterKey current() {
        return config.kmsKey().map(remote::named).orElseGet(() -> new LocalMaster(local.get()));
    }

    /** Empty when this instance was not told of it. */
    Optional<MasterKey> known(String id) {
        return Stream.concat(
                        Stream.of(config.kmsKey(), config.otherKmsKey())
                                .flatMap(Optional::stream)
                                .map(remote::named),
                        local.known().stream().map(LocalMaster::new))
                .filter(master -> master.id().equals(id))
                .findFirst();
    }
}
