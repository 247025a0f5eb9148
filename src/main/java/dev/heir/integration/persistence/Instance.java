package dev.heir.integration.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** This process among the fleet: under this id it counts its attempts. */
@ApplicationScoped
class Instance {

    private final UUID id = UUID.randomUUID();

    UUID id() {
        return id;
    }
}
