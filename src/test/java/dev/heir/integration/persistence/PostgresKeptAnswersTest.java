package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PostgresKeptAnswersTest {

    private static final TestDatabase own = TestDatabase.create();
    private static final AgroalDataSource database = own.pool(2);

    private final PostgresKeptAnswers answers = onAnInstance();
    private final PostgresKeptAnswers elsewhere = onAnInstance();

    @AfterAll
    static void close() {
        database.close();
        own.close();
    }

    @Test
    void an_answer_is_found_by_every_instance_as_it_was_kept() {
        KeptAnswer answer = answer("hello", Calls.now());
        answers.keep("k", answer);

        assertThat(answers.find("k")).contains(answer);
        assertThat(elsewhere.find("k")).contains(answer);
        assertThat(elsewhere.find("other")).isEmpty();
    }

    @Test
    void a_newer_answer_replaces_an_older_one_and_never_the_other_way_round() {
        KeptAnswer older = answer("older", Calls.now().minusSeconds(60));
        KeptAnswer newer = answer("newer", Calls.now());
        answers.keep("n", newer);
        elsewhere.keep("n", older);

        assertThat(onAnInstance().find("n")).contains(newer);
    }

    @Test
    void a_stale_answer_in_memory_gives_way_to_what_another_instance_got_since() {
        answers.keep("s", answer("stale", Calls.now().minus(Duration.ofHours(1))));
        KeptAnswer newer = answer("newer", Calls.now());
        elsewhere.keep("s", newer);

        assertThat(answers.find("s")).contains(newer);
    }

    @Test
    void a_body_too_large_is_not_kept_and_very_long_keys_and_times_are() {
        answers.keep("large", answer("x".repeat(1025), Calls.now()));
        assertThat(answers.find("large")).isEmpty();

        String key = "k".repeat(10_000);
        answers.keep(key, new KeptAnswer(200, Map.of(), Body.of("x"), Calls.now(), Duration.ofSeconds(Long.MAX_VALUE)));
        assertThat(elsewhere.find(key)).isPresent();
        assertThat(elsewhere.find(key + "k")).isEmpty();
    }

    @Test
    void the_oldest_give_way_in_the_database_and_the_least_used_in_memory() {
        for (int n = 0; n < 150; n++) {
            answers.keep("many-" + n, answer("x", Calls.now().minusSeconds(1000 - n)));
        }
        assertThat(elsewhere.find("many-0")).isEmpty();
        assertThat(elsewhere.find("many-149")).isPresent();

        RecentAnswers recent = new RecentAnswers(3 * 2048 + 10);
        recent.keep("a", answer("1", Calls.now()));
        recent.keep("b", answer("2", Calls.now()));
        recent.keep("c", answer("3", Calls.now()));
        recent.find("a");
        recent.keep("d", answer("4", Calls.now()));
        assertThat(recent.find("a")).isPresent();
        assertThat(recent.find("b")).isEmpty();
    }

    private static KeptAnswer answer(String body, Instant storedAt) {
        return new KeptAnswer(200, Map.of("etag", List.of("\"1\"")), Body.of(body), storedAt, Duration.ofMinutes(1));
    }

    private static PostgresKeptAnswers onAnInstance() {
        return new PostgresKeptAnswers(database, new Small(), Clock.systemUTC());
    }

    private static final class Small implements KeptAnswersConfig {

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
    }
}
