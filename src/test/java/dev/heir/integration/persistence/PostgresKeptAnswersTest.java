package dev.heir.integration.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.cache.KeptAnswers.Found;
import dev.heir.integration.cache.KeptAnswers.Place;
import dev.heir.integration.cache.KeptAnswersContract;
import dev.heir.integration.cache.Selection;
import dev.heir.integration.cache.SmallCache;
import dev.heir.integration.cache.Storing;
import dev.heir.integration.cache.Storing.Audience;
import dev.heir.integration.persistence.embedded.TestDatabase;
import dev.heir.integration.provider.Body;
import dev.heir.integration.quota.FleetClock;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PostgresKeptAnswersTest extends KeptAnswersContract {

    @AutoClose
    private static final TestDatabase own = TestDatabase.create();

    private static final AgroalDataSource database = own.pool(2);
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final PostgresKeptAnswers answers = onAnInstance();
    private final PostgresKeptAnswers elsewhere = onAnInstance();

    @Override
    protected KeptAnswers here() {
        return answers;
    }

    @Override
    protected KeptAnswers there() {
        return elsewhere;
    }

    @Test
    void what_was_found_once_is_remembered() {
        KeptAnswer answer = answer("hello", now());
        keep(answers, "r", answer);

        assertThat(answers.remembered(place("r"))).containsExactly(answer);
        assertThat(elsewhere.remembered(place("r"))).isEmpty();
        assertThat(elsewhere.find(place("r"))).containsExactly(answer);
        assertThat(elsewhere.remembered(place("r"))).containsExactly(answer);
    }

    @Test
    void what_varies_is_remembered_side_by_side() {
        keep(answers, "rv", varying("de"));
        keep(answers, "rv", varying("en"));
        assertThat(answers.remembered(place("rv"))).hasSize(2);
    }

    @Test
    void a_newer_answer_replaces_an_older_one_and_never_the_other_way_round() {
        KeptAnswer older = answer("older", now().minusSeconds(30));
        KeptAnswer newer = answer("newer", now());
        keep(answers, "n", newer);
        keep(elsewhere, "n", older);

        assertThat(onAnInstance().find(place("n"))).containsExactly(newer);
    }

    @Test
    void of_all_instances_one_asks_for_what_is_not_there_and_the_others_hear_of_it() {
        Found first = answers.look(place("c"), LEASE);
        Found second = elsewhere.look(place("c"), LEASE);
        assertThat(first.claim()).isPresent();
        assertThat(first.underWay()).isFalse();
        assertThat(second.claim()).isEmpty();
        assertThat(second.underWay()).isTrue();

        answers.keep(place("c"), kept("fetched", Audience.ALIKE), first.claim());
        Found third = elsewhere.look(place("c"), LEASE);
        assertThat(third.answers()).hasSize(1);
        assertThat(third.underWay()).isFalse();
        assertThat(third.claim()).isEmpty();
    }

    @Test
    void a_claim_that_was_given_back_or_has_ended_is_anothers() {
        Found first = answers.look(place("g"), LEASE);
        answers.release(place("g"), first.claim().orElseThrow());
        Found second = elsewhere.look(place("g"), Duration.ofMillis(1));
        assertThat(second.claim()).isPresent();
        Found third = answers.look(place("g"), LEASE);
        for (int tries = 0; third.claim().isEmpty() && tries < 1000; tries++) {
            third = answers.look(place("g"), LEASE);
        }
        assertThat(third.claim()).isPresent();

        keepUnder(elsewhere, "g", second.claim());
        assertThat(onAnInstance().find(place("g"))).isEmpty();
        keepUnder(answers, "g", third.claim());
        assertThat(onAnInstance().find(place("g"))).hasSize(1);
    }

    @Test
    void what_became_invalid_is_gone_everywhere_and_what_was_under_way_is_not_kept() {
        keep(answers, "i", answer("old", now()));
        keep(answers, "i-in-need", inNeed());
        Found underWay = elsewhere.look(place("i-other", "t-i"), LEASE);
        elsewhere.forget("p", Set.of("t-i", "t-i-in-need"));

        keepUnder(elsewhere, "i-other", "t-i", underWay.claim());
        assertThat(onAnInstance().find(place("i"))).isEmpty();
        assertThat(onAnInstance().find(place("i-other", "t-i"))).isEmpty();
        assertThat(onAnInstance().find(place("i-in-need"))).hasSize(1);
    }

    @Test
    void what_another_instance_kept_a_moment_ago_is_forgotten_as_well() {
        elsewhere.forget("other", Set.of("t-nothing")); // it has just heard that nothing of the provider is kept
        Place first = new Place("other", "t-kept", "kept", "kept*");
        answers.keep(first, kept("old", Audience.ALIKE), Optional.empty());
        elsewhere.forget("other", Set.of("t-kept"));
        assertThat(onAnInstance().find(first)).isEmpty();
    }

    @Test
    void what_was_asked_for_before_anybody_would_remember_a_change_is_not_kept() {
        Instant longAgo = now().minus(ChangedTargets.REMEMBERED).minusSeconds(1);
        Found found = answers.look(place("long"), LEASE);
        answers.keep(place("long"), new Storing.Kept(answer("old", now()), Audience.ALIKE, longAgo), found.claim());
        assertThat(onAnInstance().find(place("long"))).isEmpty();
        assertThat(elsewhere.watch(place("long")).underWay()).isFalse();
    }

    @Test
    @Timeout(60)
    void however_keeping_and_changing_meet_nothing_stays_that_was_asked_for_before() throws InterruptedException {
        for (int n = 0; n < 200; n++) {
            String key = "meet-" + n;
            Storing.Kept old = kept("old", Audience.ALIKE);
            Thread keeping = Thread.ofVirtual().start(() -> answers.keep(place(key), old, Optional.empty()));
            Thread changing = Thread.ofVirtual().start(() -> elsewhere.forget("p", Set.of("t-" + key)));
            keeping.join();
            changing.join();
            assertThat(onAnInstance().find(place(key))).as(key).isEmpty();
        }
    }

    @Test
    void what_was_read_before_it_was_forgotten_is_not_remembered() {
        RecentAnswers recent = new RecentAnswers(100_000, Duration.ofSeconds(2));
        Instant now = now();
        long before = recent.moment();
        recent.forget(Set.of("t"));
        recent.replace("k", "t", List.of(answer("just going", now)), now, before);
        assertThat(recent.find("k", now)).isEmpty();
        recent.replace("other", "t-other", List.of(answer("stays", now)), now, before);
        assertThat(recent.find("other", now)).hasSize(1);
        recent.replace("k", "t", List.of(answer("new", now)), now, recent.moment());
        assertThat(recent.find("k", now)).hasSize(1);

        long longAgo = recent.moment();
        recent.forget(IntStream.range(0, 1025).mapToObj(n -> "t" + n).toList());
        recent.replace("k", "t", List.of(answer("of when?", now)), now, longAgo);
        assertThat(recent.find("k", now)).isEmpty();
    }

    @Test
    void who_watches_hears_of_a_claim_until_it_ends_and_takes_none() {
        assertThat(elsewhere.watch(place("w")).underWay()).isFalse();
        Found first = answers.look(place("w"), LEASE);
        Found watched = elsewhere.watch(place("w"));
        assertThat(watched.underWay()).isTrue();
        assertThat(watched.claim()).isEmpty();
        keepUnder(answers, "w", first.claim());
        Found then = elsewhere.watch(place("w"));
        assertThat(then.underWay()).isFalse();
        assertThat(then.answers()).hasSize(1);
    }

    @Test
    void nobody_waits_for_what_takes_its_time_and_it_is_kept_all_the_same() {
        Found first = answers.look(place("s"), LEASE);
        answers.stopWaiting(place("s"), first.claim().orElseThrow());
        assertThat(elsewhere.watch(place("s")).underWay()).isFalse();
        keepUnder(answers, "s", first.claim());
        assertThat(elsewhere.find(place("s"))).hasSize(1);
    }

    @Test
    void what_is_for_need_only_pushes_out_nothing_that_is_given_unasked() {
        keep(answers, "given", answer("given", now()));
        for (int n = 0; n < 150; n++) {
            keep(answers, "need-" + n, answer("x", now(), Map.of(), true));
        }
        assertThat(onAnInstance().find(place("given"))).hasSize(1);
        assertThat(onAnInstance().find(place("need-0"))).isEmpty();
    }

    @Test
    void a_body_too_large_is_not_kept_and_very_long_keys_and_times_are() {
        keep(answers, "large", answer("x".repeat(1025), now()));
        assertThat(answers.find(place("large"))).isEmpty();

        KeptAnswer forEver = new KeptAnswer(
                200,
                Map.of(),
                Body.of("x"),
                now(),
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE),
                new Selection(Map.of()),
                false);
        keep(answers, "for-ever", forEver);
        assertThat(elsewhere.find(place("for-ever"))).hasSize(1);
    }

    @Test
    void the_oldest_give_way_in_the_database_and_the_least_used_in_memory() {
        for (int n = 0; n < 150; n++) {
            keep(answers, "many-" + n, answer("x", now().minusSeconds(1000 - n)));
        }
        assertThat(elsewhere.find(place("many-0"))).isEmpty();
        assertThat(elsewhere.find(place("many-149"))).isNotEmpty();

        RecentAnswers recent = new RecentAnswers(3 * 2048 + 10, Duration.ofSeconds(2));
        Instant now = now();
        recent.add("a", "t", answer("1", now), now, 0);
        recent.add("b", "t", answer("2", now), now, 0);
        recent.add("c", "t", answer("3", now), now, 0);
        recent.find("a", now);
        recent.add("d", "t", answer("4", now), now, 0);
        assertThat(recent.find("a", now)).isNotEmpty();
        assertThat(recent.find("b", now)).isEmpty();
        assertThat(recent.find("a", now.plusSeconds(3))).isEmpty();
        assertThat(recent.evicted()).isEqualTo(1);
        assertThat(recent.size()).isEqualTo(3 * 2049);
    }

    private static void keepUnder(PostgresKeptAnswers at, String key, Optional<UUID> claim) {
        keepUnder(at, key, "t-" + key, claim);
    }

    private static void keepUnder(PostgresKeptAnswers at, String key, String target, Optional<UUID> claim) {
        at.keep(place(key, target), kept("late", Audience.ALIKE), claim);
    }

    private static KeptAnswer inNeed() {
        return answer("in need", now(), Map.of(), true);
    }

    private static PostgresKeptAnswers onAnInstance() {
        return new PostgresKeptAnswers(
                database,
                new SmallCache(),
                Clock.systemUTC(),
                new FleetClock(Clock.systemUTC(), System::nanoTime),
                new SimpleMeterRegistry());
    }
}
