package dev.heir.integration.rest;

import dev.heir.integration.call.Later;
import dev.heir.integration.call.Replays;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;

/** What comes of a replay in the words of HTTP. */
final class ReplayOutcomes {

    private ReplayOutcomes() {}

    static Response response(Replays.Result result, String id, Instant now) {
        return switch (result) {
            case Replays.Result.Told(Later.Told told) -> replayed(told, id, now);
            case Replays.Result.Unknown() -> throw Problem.notFound("call", id);
            case Replays.Result.StillWaiting() ->
                throw new Problem(
                                409,
                                "still-waiting",
                                "The call is not over",
                                "call " + id + " is deferred and is going to be sent")
                        .with("next", List.of("GET /v1/calls/" + id + " tells what becomes of it"));
            case Replays.Result.NotKept(String why) ->
                throw new Problem(410, "not-kept", "What the call asked is not kept", why)
                        .with("next", List.of("ask it anew: POST /v1/calls"));
            case Replays.Result.Undecided(String operation, boolean ambiguous) ->
                throw new Problem(
                                409,
                                "undecided",
                                "It could be done twice",
                                "operation '" + operation
                                        + "' has an effect that no idempotency key protects any more, and call " + id
                                        + (ambiguous ? " may have been" : " was") + " carried out")
                        .with(
                                "next",
                                List.of(
                                        "send {\"again\": true} when its effect is wanted once more",
                                        "declare 'idempotencyKey' for the operation if the provider offers it"));
        };
    }

    private static Response replayed(Later.Told told, String recorded, Instant now) {
        try {
            Response response = Outcomes.response(told, now);
            return Response.fromResponse(response)
                    .entity(((AnswerDocument) response.getEntity()).replaying(recorded))
                    .build();
        } catch (Problem problem) {
            throw problem.with("replayOf", recorded);
        }
    }
}
