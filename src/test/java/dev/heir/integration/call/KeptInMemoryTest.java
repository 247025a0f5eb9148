package dev.heir.integration.call;

import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.cache.KeptAnswersContract;
import java.time.Instant;

/** That tests of calls look into a cache that behaves as the real one. */
class KeptInMemoryTest extends KeptAnswersContract {

    private final KeptInMemory kept = new KeptInMemory(Instant::now);

    @Override
    protected KeptAnswers here() {
        return kept;
    }

    @Override
    protected KeptAnswers there() {
        return kept;
    }
}
