package dev.heir.integration.rest;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** How requests reach us. */
@ConfigMapping(prefix = "integration.access")
public interface AccessConfig {

    /**
     * Addresses ({@code 10.0.0.7}) or networks ({@code 10.0.0.0/8}) of the proxies before us, whose {@code X-Forwarded-For} is
     * believed; of anybody else's it may say anything.
     */
    Optional<List<String>> trustedProxies();
}
