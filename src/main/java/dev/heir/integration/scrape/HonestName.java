package dev.heir.integration.scrape;

import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Nothing starts under a name that website owners could not write into their robots.txt, or that reaches nobody. */
@Singleton
final class HonestName {

    private final ScrapeConfig config;

    HonestName(ScrapeConfig config) {
        this.config = config;
    }

    void check(@Observes StartupEvent start) {
        List<Flaw> flaws = config.flaws();
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
    }
}
