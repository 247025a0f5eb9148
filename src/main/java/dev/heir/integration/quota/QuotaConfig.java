package dev.heir.integration.quota;

import dev.heir.integration.provider.LimitWindow;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How this instance leases. */
@ConfigMapping(prefix = "integration.quota")
public interface QuotaConfig {

    /**
     * Whether this process lives on between calls. One that may be frozen leases ahead only where what it loses comes
     * back within a minute; set to {@code false} on Lambda.
     */
    @WithDefault("true")
    boolean livesOn();

    /** How often a process that lives on gives back what it does not use; on Lambda no schedule ticks. */
    @WithDefault("1s")
    String settleIdleEvery();

    /** Whether units are leased ahead of need under these rules. */
    default boolean ahead(Rules rules) {
        return livesOn()
                || rules.limits().stream()
                        .allMatch(limit -> limit.window() instanceof LimitWindow.Rolling(var length)
                                && length.compareTo(Duration.ofMinutes(1)) <= 0);
    }
}
