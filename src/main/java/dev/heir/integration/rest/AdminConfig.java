package dev.heir.integration.rest;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Who administers. */
@ConfigMapping(prefix = "integration.admin")
public interface AdminConfig {

    /** The key that administration and reports ask for; without one they answer to loopback only, never on Lambda. */
    Optional<String> key();
}
