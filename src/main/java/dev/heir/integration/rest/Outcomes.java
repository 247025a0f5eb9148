package dev.heir.integration.rest;

import dev.heir.integration.call.Answer;
import dev.heir.integration.call.Later;
import dev.heir.integration.call.Once;
import dev.heir.integration.call.Outcome;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.strike.Symptom;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** An outcome in the words of HTTP. */
final class Outcomes {

    /** As clients of payment providers know it; the draft has no header for it. */
    private static final String REPEATED = "Idempotent-Replayed";

    /** RFC 7240, section 3. */
    private static final String FOLLOWED = "Preference-Applied";

    private Outcomes() {}

    /** @param now for what is told as a time from now */
    static Response response(Later.Told told, Instant now) {
        String followed = String.join(", ", told.followed());
        try {
            Response response = response(told.heard(), now);
            return followed.isEmpty()
                    ? response
                    : Response.fromResponse(response).header(FOLLOWED, followed).build();
        } catch (Problem problem) {
            throw followed.isEmpty() ? problem : problem.header(FOLLOWED, followed);
        }
    }

    private static Response response(Once.Heard heard, Instant now) {
        return switch (heard) {
            case Once.Heard.First(Outcome.Answered answered) ->
                answered(answered.answer()).build();
            case Once.Heard.First(Outcome.Unanswered unanswered) -> throw problem(unanswered, now);
            case Once.Heard.Again(Outcome.Answered answered) ->
                answered(answered.answer()).header(REPEATED, "true").build();
            case Once.Heard.Again(Outcome.Unanswered unanswered) ->
                throw problem(unanswered, now).header(REPEATED, "true");
            case Once.Heard.UnderWay(Duration left) ->
                throw new Problem(
                                409,
                                "request-under-way",
                                "The first request with this key is still under way",
                                "ask again when it must have come to an end")
                        .header("Retry-After", Long.toString(left.toSeconds() + 1));
            case Once.Heard.NotKept(DprId first, int status) ->
                throw new Problem(
                                409,
                                "answer-not-kept",
                                "The first request with this key was answered, and its answer is not kept",
                                "it was answered " + status
                                        + " with more than is kept under a key; take it as carried out")
                        .with("id", first.toString())
                        .header(REPEATED, "true");
            case Once.Heard.UsedOtherwise(String key) ->
                throw new Problem(
                        422,
                        "idempotency-key-reused",
                        "The idempotency key was used for another request",
                        "key '" + key + "' was used for another request within the last 24 hours");
        };
    }

    private static Response.ResponseBuilder answered(Answer answer) {
        Response.ResponseBuilder response = answer.source() == Source.DEFERRED
                ? Response.accepted(AnswerDocument.of(answer)).header("Location", AnswerDocument.link(answer))
                : Response.ok(AnswerDocument.of(answer));
        answer.remaining().ifPresent(left -> response.header(
                        "RateLimit", RateLimits.left(left.limit(), left.left(), left.resets()))
                .header("RateLimit-Policy", RateLimits.policy(left.limit(), left.quota(), left.window())));
        return response;
    }

    static Problem problem(Outcome.Unanswered failed, Instant now) {
        Problem problem = new Problem(
                        status(failed.symptom()),
                        failed.symptom().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        "The call was not answered",
                        failed.detail())
                .with("id", failed.id().toString())
                .with("section", DprId.section(failed.id().operation()))
                .with("symptom", failed.symptom())
                .with("pattern", failed.symptom().pattern())
                .with("fault", failed.fault().name().toLowerCase(Locale.ROOT))
                .with("ambiguous", failed.ambiguous())
                .with(
                        "strikes",
                        failed.strikes().stream()
                                .map(AnswerDocument.StrikeDocument::of)
                                .toList())
                .with("next", failed.next());
        failed.limit().ifPresent(limit -> problem.with("limit", limit));
        if (failed.limit().isPresent() && failed.retryAt().isPresent()) {
            problem.header(
                    "RateLimit",
                    RateLimits.left(
                            failed.limit().get(),
                            0,
                            Duration.between(now, failed.retryAt().get())));
        }
        failed.standing()
                .ifPresent(left -> problem.header(
                        "RateLimit-Policy", RateLimits.policy(left.limit(), left.quota(), left.window())));
        failed.retryAt().ifPresent(at -> problem.with("retryAt", at).header("Retry-After", httpDate(at)));
        return problem;
    }

    /** A gateway's statuses (RFC 9110, section 15.6.3 and 15.6.5); a limit keeps its own. */
    private static int status(Symptom symptom) {
        return switch (symptom) {
            case TIMEOUT -> 504;
            case SERVICE_UNAVAILABLE, AUTHENTICATION_FAILURE, FORMAT_CHANGE -> 502;
            case RATE_LIMIT_EXCEEDED, HTTP_429, QUOTA_EXCEEDED, THROTTLING_ACTIVE, USAGE_WARNING -> 429;
        };
    }

    /** As a date, because only a date stays true however long the response travels (RFC 9110, section 10.2.3). */
    static String httpDate(Instant at) {
        Instant full = at.truncatedTo(ChronoUnit.SECONDS);
        Instant roundedUp = full.equals(at) ? full : full.plusSeconds(1);
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(roundedUp.atZone(ZoneOffset.UTC));
    }
}
