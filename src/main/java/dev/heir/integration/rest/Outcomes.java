package dev.heir.integration.rest;

import dev.heir.integration.call.Outcome;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.strike.Symptom;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** An outcome in the words of HTTP. */
final class Outcomes {

    private Outcomes() {}

    static Response response(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered
            when answered.answer().source() == Source.DEFERRED ->
                Response.accepted(AnswerDocument.of(answered.answer()))
                        .header("Location", "/v1/calls/" + answered.id())
                        .build();
            case Outcome.Answered answered ->
                Response.ok(AnswerDocument.of(answered.answer())).build();
            case Outcome.Unanswered unanswered -> throw problem(unanswered);
        };
    }

    private static Problem problem(Outcome.Unanswered failed) {
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
        failed.retryAt().ifPresent(at -> problem.with("retryAt", at).header("Retry-After", httpDate(at)));
        return problem;
    }

    /** A gateway's statuses (RFC 9110, section 15.6.3 and 15.6.5); a limit keeps its own. */
    private static int status(Symptom symptom) {
        return switch (symptom) {
            case TIMEOUT -> 504;
            case SERVICE_UNAVAILABLE, AUTHENTICATION_FAILURE -> 502;
            case RATE_LIMIT_EXCEEDED, HTTP_429, QUOTA_EXCEEDED, THROTTLING_ACTIVE, USAGE_WARNING -> 429;
        };
    }

    /** As a date, because only a date stays true however long the response travels (RFC 9110, section 10.2.3). */
    private static String httpDate(Instant at) {
        Instant full = at.truncatedTo(ChronoUnit.SECONDS);
        Instant roundedUp = full.equals(at) ? full : full.plusSeconds(1);
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(roundedUp.atZone(ZoneOffset.UTC));
    }
}
