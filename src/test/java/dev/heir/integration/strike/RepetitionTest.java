package dev.heir.integration.strike;

import static dev.heir.integration.strike.Replies.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.strike.Repetition.Standing;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionTest {

    private static final List<Reply> ONE_OF_EACH = List.of(
            new Reply.NotSent("connection refused", false), reply(429), new Reply.Lost("reset", false), reply(201));

    @Test
    void each_standing_has_a_reply_in_this_test() {
        assertThat(ONE_OF_EACH.stream().map(Repetition::standing)).containsExactly(Standing.values());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_request_that_never_left_was_not_received_and_a_lost_answer_proves_nothing(boolean timedOut) {
        assertThat(Repetition.standing(new Reply.NotSent("no route", timedOut))).isEqualTo(Standing.NOT_RECEIVED);
        assertThat(Repetition.standing(new Reply.Lost("cut off", timedOut))).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void every_status_has_its_standing() {
        Set<Integer> uncertain = Set.of(408, 409, 499);
        Set<Integer> refusedThoughNot4xx = Set.of(307, 308, 501, 505);
        IntStream.range(100, 1000).forEach(status -> {
            Standing expected = uncertain.contains(status)
                    ? Standing.UNKNOWN
                    : refusedThoughNot4xx.contains(status)
                            ? Standing.REFUSED
                            : status >= 500
                                    ? Standing.UNKNOWN
                                    : status >= 400 ? Standing.REFUSED : Standing.CARRIED_OUT;
            assertThat(Repetition.standing(reply(status)))
                    .as("status %d", status)
                    .isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @CsvSource({"NOT_RECEIVED, true", "REFUSED, true", "UNKNOWN, false", "CARRIED_OUT, false"})
    void a_request_with_effects_and_without_a_key_is_repeated_only_when_it_had_none(Standing standing, boolean may) {
        assertThat(Repetition.mayRepeat(false, false, of(standing))).isEqualTo(may);
    }

    @ParameterizedTest
    @EnumSource
    void a_safe_request_or_one_with_a_key_may_always_be_repeated(Standing standing) {
        assertThat(Repetition.mayRepeat(true, false, of(standing))).isTrue();
        assertThat(Repetition.mayRepeat(false, true, of(standing))).isTrue();
    }

    @Test
    void no_retryable_server_error_repeats_a_side_effect() {
        Set<Integer> repeated = IntStream.range(500, 600)
                .boxed()
                .filter(status -> Repetition.mayRepeat(false, false, reply(status)))
                .filter(status ->
                        Diagnosis.of(reply(status), ServerSaid.NOTHING).isPresent())
                .collect(Collectors.toSet());
        assertThat(repeated).isEmpty();
    }

    private static Reply of(Standing standing) {
        return ONE_OF_EACH.stream()
                .filter(reply -> Repetition.standing(reply) == standing)
                .findFirst()
                .orElseThrow();
    }
}
