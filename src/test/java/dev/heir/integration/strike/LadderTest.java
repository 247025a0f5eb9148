package dev.heir.integration.strike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heir.integration.provider.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every symptom in every situation: all flags, and each time before, at and after what it is compared with. */
class LadderTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LEAST = Duration.ofMillis(50);
    private static final Set<Symptom> FAILURES =
            EnumSet.complementOf(EnumSet.of(Symptom.USAGE_WARNING, Symptom.FORMAT_CHANGE));
    private static final Set<Symptom> OUTAGES = EnumSet.of(Symptom.TIMEOUT, Symptom.SERVICE_UNAVAILABLE);

    /** Flags by bit: mayRepeat, mayDefer, budgetAllows, refreshable, alternativePasses, unreachable, held, pointless. */
    private static final int ALL_FLAGS = 1 << 8;

    private static final List<Optional<Instant>> FROM =
            List.of(Optional.empty(), in(Duration.ZERO), in(Duration.ofSeconds(3)), in(Duration.ofMinutes(1)));
    private static final List<Optional<Instant>> SAID = List.of(
            Optional.empty(), in(Duration.ofSeconds(-5)), in(Duration.ofSeconds(8)), in(Duration.ofMinutes(10)));
    private static final List<Duration> BACKOFFS = List.of(Duration.ofMillis(200), Duration.ofSeconds(20));
    /** End and deadline: time for all, some of it for others, hardly any left of ours, none at all. */
    private static final List<List<Duration>> TIMES = List.of(
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(10)),
            List.of(Duration.ofMillis(7500), Duration.ofSeconds(10)),
            List.of(Duration.ofMillis(49), Duration.ofSeconds(10)),
            List.of(Duration.ofMillis(49), Duration.ofMillis(49)));

    private static Optional<Instant> in(Duration time) {
        return Optional.of(NOW.plus(time));
    }

    private static void everySituation(Consumer<Situation> look) {
        for (Symptom symptom : FAILURES) {
            for (Tier tier : Tier.values()) {
                for (int flags = 0; flags < ALL_FLAGS; flags++) {
                    inTime(symptom, tier, flags, look);
                }
            }
        }
    }

    private static void inTime(Symptom symptom, Tier tier, int flags, Consumer<Situation> look) {
        for (Optional<Instant> from : FROM) {
            for (Optional<Instant> said : SAID) {
                for (Duration backoff : BACKOFFS) {
                    for (List<Duration> time : TIMES) {
                        for (int retries = 0; retries < 2; retries++) {
                            look.accept(new Situation(
                                    symptom,
                                    tier,
                                    has(flags, 0),
                                    has(flags, 1),
                                    has(flags, 2),
                                    has(flags, 3),
                                    from,
                                    has(flags, 4),
                                    has(flags, 5),
                                    has(flags, 6),
                                    has(flags, 7),
                                    retries,
                                    backoff,
                                    said,
                                    NOW,
                                    NOW.plus(time.getFirst()),
                                    NOW.plus(time.getLast()),
                                    LEAST));
                        }
                    }
                }
            }
        }
    }

    private static boolean has(int flags, int bit) {
        return (flags & 1 << bit) != 0;
    }

    /** Plain comparisons: a million assertions would take longer than what they look at. */
    private static void always(BiPredicate<Situation, Step> holds) {
        List<String> broken = new ArrayList<>();
        int[] looked = new int[1];
        everySituation(situation -> {
            Step step = Ladder.next(situation);
            looked[0]++;
            if (broken.size() < 3 && !holds.test(situation, step)) {
                broken.add(step + " in " + situation);
            }
        });
        assertThat(broken).isEmpty();
        assertThat(looked[0]).isEqualTo(FAILURES.size() * Tier.values().length * ALL_FLAGS * 4 * 4 * 2 * 4 * 2);
    }

    private static boolean isElsewhere(Step.Again again) {
        return again.remedy() == Remedy.ALTERNATIVE_ENDPOINT;
    }

    @Test
    void nothing_is_sent_or_parked_that_must_not_be_repeated() {
        always((now, step) -> now.mayRepeat() || step instanceof Step.Over);
    }

    @Test
    void no_target_is_asked_before_it_said() {
        always((now, step) -> switch (step) {
            case Step.Again again ->
                isElsewhere(again)
                        || (now.retryAt()
                                        .filter(NOW.plus(again.delay())::isBefore)
                                        .isEmpty()
                                && now.targetFrom()
                                        .filter(NOW.plus(again.delay())::isBefore)
                                        .isEmpty());
            case Step.Park park ->
                now.retryAt().filter(park.notBefore()::isBefore).isEmpty()
                        && now.targetFrom().filter(park.notBefore()::isBefore).isEmpty()
                        && park.notBefore().isAfter(NOW);
            case Step.Over _ -> true;
        });
    }

    @Test
    void nothing_starts_that_cannot_end_within_the_deadline_nor_by_our_own_choice_in_the_time_of_others() {
        always((now, step) -> !(step instanceof Step.Again again)
                || !NOW.plus(again.delay())
                        .plus(LEAST)
                        .isAfter(isElsewhere(again) || now.toldToWait().isEmpty() ? now.end() : now.deadline()));
    }

    @Test
    void only_who_accepts_a_later_answer_is_parked_and_never_what_is_nice_to_have() {
        always((now, step) -> !(step instanceof Step.Park) || (now.mayDefer() && now.tier() != Tier.NICE_TO_HAVE));
    }

    @Test
    void a_spent_budget_lets_through_only_what_did_not_load_the_provider() {
        always((now, step) -> now.budgetAllows()
                || !(step instanceof Step.Again again)
                || now.held()
                || (isElsewhere(again) && now.unreachable())
                || again.remedy() == Remedy.CREDENTIAL_REFRESH);
    }

    @Test
    void an_alternative_is_taken_only_after_an_outage_and_where_one_lets_the_call_in() {
        always((now, step) -> !(step instanceof Step.Again again)
                || !isElsewhere(again)
                || (now.alternativePasses() && OUTAGES.contains(now.symptom())));
    }

    @Test
    void a_target_is_not_asked_again_where_that_is_pointless_or_its_circuit_is_of_our_own_making() {
        always((now, step) -> !OUTAGES.contains(now.symptom())
                || !(now.pointless() || now.targetFrom().isEmpty())
                || step instanceof Step.Over
                || (step instanceof Step.Again again && isElsewhere(again)));
    }

    @Test
    void each_symptom_has_its_own_remedies() {
        always((now, step) -> !(step instanceof Step.Again again)
                || switch (now.symptom()) {
                    case TIMEOUT, SERVICE_UNAVAILABLE ->
                        isElsewhere(again) || again.remedy() == Remedy.RETRY_WITH_BACKOFF;
                    case AUTHENTICATION_FAILURE -> again.remedy() == Remedy.CREDENTIAL_REFRESH && now.refreshable();
                    case RATE_LIMIT_EXCEEDED, HTTP_429, QUOTA_EXCEEDED, THROTTLING_ACTIVE ->
                        again.remedy() == Remedy.REQUEST_THROTTLING;
                    case USAGE_WARNING, FORMAT_CHANGE -> false;
                });
    }

    @Test
    void a_retry_at_the_same_place_keeps_the_tiers_manners() {
        always((now, step) -> !(step instanceof Step.Again again)
                || isElsewhere(again)
                || again.remedy() == Remedy.CREDENTIAL_REFRESH
                || again.delay().compareTo(now.backoff()) >= 0);
    }

    @Test
    void nobody_gives_up_an_outage_that_may_be_retried_in_time() {
        always((now, step) -> !OUTAGES.contains(now.symptom())
                || !now.mayRepeat()
                || now.pointless()
                || !now.budgetAllows()
                || now.targetFrom().isEmpty()
                || !now.fitsPolitely()
                || step instanceof Step.Again);
    }

    @Test
    void nobody_gives_up_what_the_provider_says_will_work_later_if_it_may_come_later() {
        always((now, step) -> !OUTAGES.contains(now.symptom())
                || !now.mayRepeat()
                || now.pointless()
                || now.targetFrom().isEmpty()
                || now.toldToWait().isEmpty()
                || !now.mayDefer()
                || now.tier() == Tier.NICE_TO_HAVE
                || !(step instanceof Step.Over));
    }

    @Test
    void a_used_up_quota_without_an_end_is_not_waited_for() {
        always((now, step) ->
                now.symptom() != Symptom.QUOTA_EXCEEDED || now.retryAt().isPresent() || step instanceof Step.Over);
    }

    @Test
    void a_warning_comes_with_an_answer_and_asks_for_no_step() {
        Situation warned = new Situation(
                Symptom.USAGE_WARNING,
                Tier.CRITICAL,
                true,
                true,
                true,
                true,
                Optional.of(NOW),
                true,
                false,
                false,
                false,
                0,
                Duration.ofMillis(200),
                Optional.empty(),
                NOW,
                NOW.plusSeconds(10),
                NOW.plusSeconds(10),
                LEAST);
        assertThatIllegalArgumentException().isThrownBy(() -> Ladder.next(warned));
    }

    @ParameterizedTest
    @EnumSource
    void strike_two_tries_each_remedy_once_and_what_its_owner_declared_last(Symptom symptom) {
        for (Tier tier : List.of(Tier.CRITICAL, Tier.IMPORTANT)) {
            assertThat(Ladder.strikeTwo(symptom, tier))
                    .doesNotHaveDuplicates()
                    .contains(Remedy.FALLBACK_PROVIDER)
                    .endsWith(Remedy.GRACEFUL_DEGRADATION);
        }
        assertThat(Ladder.strikeTwo(symptom, Tier.NICE_TO_HAVE)).isEmpty();
    }
}
