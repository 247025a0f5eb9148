package dev.heir.integration.strike;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heir.integration.provider.Body;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors inside a GraphQL answer, in the words of HTTP and of the ladder. */
class GraphQlErrorsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static GraphQlErrors.One error(String word) {
        return new GraphQlErrors.One(word.isEmpty() ? List.of() : List.of(word), OptionalInt.empty(), "why");
    }

    private static Inside inside(int status, GraphQlErrors.Data data, String... words) {
        List<GraphQlErrors.One> errors = new ArrayList<>();
        for (String word : words) {
            errors.add(error(word));
        }
        return GraphQlErrors.inside(
                status, errors, data, OptionalLong.empty(), Optional.empty(), Optional.of(NOON.plusSeconds(5)));
    }

    private static Reply.Responded reply(int status, Inside inside) {
        return new Reply.Responded(status, Map.of(), Body.of("{}"), NOON, inside);
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLED, 429, HTTP_429, caller",
        "RATE_LIMITED, 429, HTTP_429, caller",
        "ratelimited, 429, HTTP_429, caller",
        "QUOTA_EXCEEDED, 402, QUOTA_EXCEEDED, caller",
        "UNAUTHENTICATED, 401, AUTHENTICATION_FAILURE, orchestrator",
        "INTERNAL_SERVER_ERROR, 500, SERVICE_UNAVAILABLE, provider",
        "DataFetchingException, 500, SERVICE_UNAVAILABLE, provider",
        "SERVICE_UNAVAILABLE, 503, SERVICE_UNAVAILABLE, provider",
        "TIMEOUT, 504, SERVICE_UNAVAILABLE, provider",
        "FORBIDDEN, 403, , ",
        "INSUFFICIENT_SCOPES, 403, , ",
        "NOT_FOUND, 404, , ",
        "BAD_USER_INPUT, 400, , ",
        "GRAPHQL_VALIDATION_FAILED, 400, , ",
        "ValidationError, 400, , ",
        "MAX_COST_EXCEEDED, 400, , "
    })
    void a_code_means_its_status_and_that_its_symptom(String code, int meaning, Symptom symptom, String fault) {
        Reply.Responded reply = reply(200, inside(200, GraphQlErrors.Data.ABSENT, code));
        assertThat(reply.meaning()).isEqualTo(meaning);
        assertThat(reply.status()).isEqualTo(200);
        Optional<Symptom> found = Diagnosis.of(reply, ServerSaid.read(reply));
        assertThat(found).isEqualTo(Optional.ofNullable(symptom));
        found.ifPresent(one -> assertThat(Diagnosis.fault(reply, one).name()).isEqualToIgnoringCase(fault));
    }

    @Test
    void an_unknown_error_is_the_requests_where_nothing_was_begun_and_else_the_providers() {
        assertThat(inside(200, GraphQlErrors.Data.ABSENT, "").status()).hasValue(400);
        assertThat(inside(200, GraphQlErrors.Data.NOTHING, "").status()).hasValue(500);
        assertThat(inside(200, GraphQlErrors.Data.SOME, "").status()).isEmpty();
    }

    @Test
    void with_a_part_of_the_data_only_what_passes_by_itself_is_a_failure() {
        for (String code : List.of("INTERNAL_SERVER_ERROR", "FORBIDDEN", "UNAUTHENTICATED", "NOT_FOUND")) {
            Inside inside = inside(200, GraphQlErrors.Data.SOME, code);
            assertThat(inside.status()).as(code).isEmpty();
            assertThat(inside.trouble()).hasValue(code + ": why");
            assertThat(inside.partial()).isTrue();
        }
        for (String code : List.of("THROTTLED", "SERVICE_UNAVAILABLE", "TIMEOUT", "QUOTA_EXCEEDED")) {
            assertThat(inside(200, GraphQlErrors.Data.SOME, code).status())
                    .as(code)
                    .isPresent();
        }
    }

    @Test
    void what_was_done_in_part_is_never_sent_again_without_a_key() {
        Reply.Responded partly = reply(200, inside(200, GraphQlErrors.Data.SOME, "THROTTLED"));
        Reply.Responded not = reply(200, inside(200, GraphQlErrors.Data.ABSENT, "THROTTLED"));
        assertThat(Repetition.mayRepeat(false, false, partly)).isFalse();
        assertThat(Repetition.mayRepeat(false, false, not)).isTrue();
    }

    @Test
    void of_several_errors_the_one_that_passes_by_itself_decides() {
        assertThat(inside(200, GraphQlErrors.Data.ABSENT, "BAD_USER_INPUT", "THROTTLED", "FORBIDDEN")
                        .status())
                .hasValue(429);
        assertThat(inside(200, GraphQlErrors.Data.ABSENT, "BAD_USER_INPUT", "THROTTLED", "FORBIDDEN")
                        .trouble())
                .hasValue("BAD_USER_INPUT: why (and 2 more)");
    }

    @Test
    void a_status_of_its_own_is_believed_unless_the_content_is_more_exact() {
        assertThat(reply(500, inside(500, GraphQlErrors.Data.ABSENT, "BAD_USER_INPUT"))
                        .meaning())
                .isEqualTo(500);
        assertThat(reply(400, inside(400, GraphQlErrors.Data.ABSENT, "UNAUTHENTICATED"))
                        .meaning())
                .isEqualTo(401);
    }

    @Test
    void only_a_refusal_for_a_limit_says_when_to_come_back() {
        Reply.Responded throttled = reply(200, inside(200, GraphQlErrors.Data.ABSENT, "THROTTLED"));
        assertThat(ServerSaid.read(throttled).retryAt()).contains(NOON.plusSeconds(5));
        assertThat(inside(200, GraphQlErrors.Data.ABSENT, "FORBIDDEN").retryAt())
                .isEmpty();
    }

    @Test
    void an_answer_without_errors_says_nothing() {
        assertThat(inside(200, GraphQlErrors.Data.SOME)).isEqualTo(Inside.NOTHING);
    }
}
