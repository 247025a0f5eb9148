package dev.heir.integration.persistence;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much is kept of answers. */
@ConfigMapping(prefix = "integration.cache")
interface KeptAnswersConfig {

    /** Larger bodies are rare, and each would cost PostgreSQL more than the call that it saves. */
    @WithDefault("256K")
    MemorySize largestKeptBody();

    /** Two gigabytes and a half at the very most; usually a hundredth of that. */
    @WithDefault("10000")
    int mostKept();

    /** What an instance keeps in its own memory: little beside the 100 MB it may use in all. */
    @WithDefault("8M")
    MemorySize memory();
}
