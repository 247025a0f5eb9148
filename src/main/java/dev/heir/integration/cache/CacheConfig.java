package dev.heir.integration.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much is kept of answers, and for how long an instance believes what it remembers of them. */
@ConfigMapping(prefix = "integration.cache")
public interface CacheConfig {

    /** Larger bodies are rare, and each would cost PostgreSQL more than the call that it saves. */
    @WithDefault("256K")
    MemorySize largestKeptBody();

    /**
     * And as many that are for need only. Two gigabytes and a half of each at the very most; usually a hundredth of that.
     */
    @WithDefault("10000")
    int mostKept();

    /** What an instance keeps in its own memory: little beside the 100 MB it may use in all. */
    @WithDefault("8M")
    MemorySize memory();

    /** For so long what is in memory is given without asking the database whether another instance made it invalid. */
    @WithDefault("2s")
    Duration believed();
}
