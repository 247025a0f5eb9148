package dev.heir.integration.credential;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Renews tokens where no schedule calls a function: on the laptop, or on a server of one's own. */
@Singleton
public class TokenTicker {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Tokens tokens;

    TokenTicker(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Several instances may tick: whoever has a token's lease asks, and the others find nothing to do. */
    @Scheduled(
            every = "{integration.credential.renew-every}",
            delayed = "15s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        tokens.renew(LONGEST);
    }
}
