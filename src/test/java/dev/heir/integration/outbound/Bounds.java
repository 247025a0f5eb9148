package dev.heir.integration.outbound;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Small ones, so that tests reach them. */
record Bounds(int connectionsPerAddress, int largestAnswer) implements OutboundConfig {

    Bounds() {
        this(8);
    }

    Bounds(int connectionsPerAddress) {
        this(connectionsPerAddress, 1000);
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ofSeconds(5);
    }

    @Override
    public int mostHeaders() {
        return 50;
    }

    @Override
    public int heldAnswer() {
        return 100;
    }

    @Override
    public Duration heldFor() {
        return Duration.ofMillis(50);
    }

    @Override
    public Duration longestQuietOfEvents() {
        return Duration.ofSeconds(5);
    }

    @Override
    public Duration longestQuiet() {
        return Duration.ofSeconds(5);
    }

    @Override
    public String userAgent() {
        return "IntegrationOrchestrator/test";
    }

    @Override
    public Optional<List<String>> nat64Prefixes() {
        return Optional.empty();
    }
}
