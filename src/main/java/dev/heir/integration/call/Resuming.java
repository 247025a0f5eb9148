package dev.heir.integration.call;

import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.DprId;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Lets a stream of server-sent events go on after a break, from the last event that its caller got: by a call of its own,
 * through limits, ladder and ledger, that the first one's story names.
 */
final class Resuming {

    private static final String LAST_EVENT_ID = "last-event-id";
    private static final int LONGEST_SHOWN = 80;

    private final Means means;
    private final Ledger ledger;
    private final Function<PassedRequest, Outcome> calls;
    private final PassedRequest request;

    /** @param calls passes a request on */
    Resuming(Means means, Ledger ledger, Function<PassedRequest, Outcome> calls, PassedRequest request) {
        this.means = means;
        this.ledger = ledger;
        this.calls = calls;
        this.request = request;
    }

    /** The same outcome; where it is a stream that can go on, with one that will. */
    Outcome watched(Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered(Answer answer))
                || !request.method().equals("GET")
                || !isEvents(answer)
                || answer.body().flow().isEmpty()) {
            return outcome;
        }
        EventSplitter events = new EventSplitter(
                request.headers().getOrDefault(LAST_EVENT_ID, ""),
                means.config().events().largestHeld());
        ResumedEvents resumed = new ResumedEvents(
                answer.body().flow().get(), events, (seen, inVain, broken) -> goOn(answer.id(), seen, inVain, broken));
        return new Outcome.Answered(answer.with(Body.of(new Flow(resumed, OptionalLong.empty(), resumed::cut))));
    }

    /** Of one piece and unpacked: what was announced as so long cannot become longer. */
    private static boolean isEvents(Answer answer) {
        return answer.status() == 200
                && isLive(answer)
                && header(answer, "content-type").toLowerCase(Locale.ROOT).startsWith("text/event-stream")
                && header(answer, "content-encoding").isEmpty()
                && header(answer, "content-length").isEmpty();
    }

    private static boolean isLive(Answer answer) {
        return answer.source() == Source.LIVE || answer.source() == Source.ALTERNATIVE_ENDPOINT;
    }

    private static String header(Answer answer, String name) {
        return answer.headers().getOrDefault(name, List.of("")).getFirst();
    }

    private Optional<Flow> goOn(DprId call, EventSplitter events, int inVain, IOException broken) {
        CallConfig.Events bounds = means.config().events();
        if (inVain >= bounds.mostInVain()) {
            return Optional.empty();
        }
        means.pause().sleep(pause(bounds, events, inVain));
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put(LAST_EVENT_ID, events.lastId());
        Outcome outcome = calls.apply(request.with(headers));
        Optional<Flow> next = next(outcome);
        next.ifPresent(flow -> wentOn(
                call,
                flow,
                "the events broke off: " + broken.getMessage() + "; they go on after event '" + shown(events.lastId())
                        + "' with " + outcome.id()));
        return next;
    }

    /** What cannot be told does not go on: nobody would read the flow that was opened. */
    private void wentOn(DprId call, Flow next, String how) {
        try {
            ledger.brokeOff(
                    call,
                    new CallRecord.Strike(
                            1,
                            Symptom.SERVICE_UNAVAILABLE,
                            Optional.of(Remedy.RETRY_WITH_BACKOFF),
                            true,
                            means.clock().instant(),
                            means.redaction().mask(how)));
        } catch (RuntimeException untold) {
            next.cut();
            throw untold;
        }
    }

    /** As its sender wants it, within bounds, and longer each time that nothing came of it. */
    private static Duration pause(CallConfig.Events bounds, EventSplitter events, int inVain) {
        Duration wanted = events.retry().orElse(bounds.pause()).multipliedBy(1L << Math.min(inVain, 10));
        return wanted.compareTo(bounds.longestPause()) < 0 ? wanted : bounds.longestPause();
    }

    private static Optional<Flow> next(Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered(Answer answer))) {
            return Optional.empty();
        }
        if (isLive(answer) && answer.status() == 204) { // HTML standard, section 9.2.1: do not come back
            return Optional.of(flow(InputStream.nullInputStream()));
        }
        Body body = answer.body();
        if (isEvents(answer)) {
            return Optional.of(body.flow().orElseGet(() -> flow(new ByteArrayInputStream(body.bytes()))));
        }
        body.flow().ifPresent(Flow::cut);
        return Optional.empty();
    }

    private static Flow flow(InputStream bytes) {
        return new Flow(bytes, OptionalLong.empty(), () -> {});
    }

    private static String shown(String id) {
        return id.length() > LONGEST_SHOWN ? id.substring(0, LONGEST_SHOWN) + "..." : id;
    }
}
