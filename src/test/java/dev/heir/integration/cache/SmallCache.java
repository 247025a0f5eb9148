package dev.heir.integration.cache;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;

/** So little room that a test can fill it. */
public record SmallCache() implements CacheConfig {

    @Override
    public MemorySize largestKeptBody() {
        return new MemorySize(BigInteger.valueOf(1024));
    }

    @Override
    public int mostKept() {
        return 20;
    }

    @Override
    public MemorySize memory() {
        return new MemorySize(BigInteger.valueOf(100_000));
    }

    @Override
    public Duration believed() {
        return Duration.ofSeconds(2);
    }
}
