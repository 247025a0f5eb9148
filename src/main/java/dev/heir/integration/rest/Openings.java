package dev.heir.integration.rest;

import dev.heir.integration.call.Answer;
import dev.heir.integration.call.Outcome;
import dev.heir.integration.call.Source;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of a handshake: a WebSocket, or the problem that its caller hears instead. */
final class Openings {

    /** Of what a provider said instead, in characters: enough for the words of an error. */
    private static final int MOST_SAID = 2000;

    private Openings() {}

    /** @throws Problem when there is none */
    static Answer opened(Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Answered(Answer answer)
            when answer.body().flow().flatMap(Flow::back).isPresent() -> answer;
            case Outcome.Answered(Answer answer) -> throw refused(answer);
            case Outcome.Unanswered failed -> {
                Problem problem = Outcomes.problem(failed, now)
                        .header("Integration-Call", failed.id().toString());
                failed.said().ifPresent(said -> problem.with("providerStatus", said.status())
                        .with("said", said(said.headers(), said.body())));
                throw problem;
            }
        };
    }

    private static Problem refused(Answer answer) {
        Problem problem = answer.source() == Source.SKIPPED
                ? new Problem(503, "skipped", "The call was let go", answer.detail())
                : new Problem(
                                answer.status() >= 400 ? answer.status() : 502,
                                "not-a-websocket",
                                "The provider did not open a WebSocket",
                                "it answered " + answer.status() + " to the handshake"
                                        + Optional.of(answer.detail())
                                                .filter(detail -> !detail.isEmpty())
                                                .map(detail -> "; " + detail)
                                                .orElse(""))
                        .with("providerStatus", answer.status())
                        .with("said", said(answer.headers(), answer.body()));
        answer.body().flow().ifPresent(Flow::cut);
        return problem.with("id", answer.id().toString())
                .header("Integration-Call", answer.id().toString())
                .header("Integration-Source", answer.source().name());
    }

    /** Text that its caller would have read without us; anything else is not shown. */
    private static String said(Map<String, List<String>> headers, Body body) {
        String type = headers.getOrDefault("content-type", List.of("")).getFirst();
        if (!body.isWhole()
                || headers.containsKey("content-encoding")
                || !(type.startsWith("text/") || type.contains("json"))) {
            return "";
        }
        String text = body.text();
        return text.length() > MOST_SAID ? text.substring(0, MOST_SAID) + "..." : text;
    }
}
