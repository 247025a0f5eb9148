package dev.heir.integration.outbound;

import dev.heir.integration.call.Opening;
import dev.heir.integration.call.Transport.Outgoing;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.strike.Reply;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** Takes an answer in: as a whole, or, where it is only passed on and large, as it comes. */
final class Intake {

    /** For who can make do with how it begins: of a robots.txt the first 500 KiB count (RFC 9309, section 2.5). */
    private static final int LARGEST_HEAD = 512 * 1024;

    private final HttpClientResponse response;
    private final HttpClientRequest sent;
    private final OutboundConfig config;
    private final boolean asIs;
    private final Optional<String> socketKey;
    private final BiConsumer<Duration, Runnable> timers;
    private final Map<String, List<String>> headers;
    private final Inflow inflow;
    private boolean cutAfter;

    /**
     * To be made when the head has come, in the context of its connection.
     *
     * @param timers runs something after a while
     */
    Intake(
            HttpClientResponse response,
            HttpClientRequest sent,
            OutboundConfig config,
            Outgoing request,
            BiConsumer<Duration, Runnable> timers) {
        this.timers = timers;
        this.response = response;
        this.sent = sent;
        this.config = config;
        this.asIs = request.asIs();
        this.socketKey =
                request.opensSocket() ? Optional.ofNullable(request.headers().get(Opening.KEY)) : Optional.empty();
        this.headers = new HashMap<>();
        response.headers().forEach((name, value) -> headers.computeIfAbsent(
                        name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                .add(value));
        this.inflow = new Inflow(response, quiet(), sent::reset);
        this.cutAfter = socketKey.isPresent(); // of a handshake that fails nothing is left to go on with
    }

    /** A WebSocket says nothing for as long as its two ends see fit, which is for whoever passes it on to bound. */
    private Duration quiet() {
        if (isSocket()) {
            return Duration.ofNanos(Long.MAX_VALUE);
        }
        return isEventStream() ? config.longestQuietOfEvents() : config.longestQuiet();
    }

    private boolean isSocket() {
        return socketKey.isPresent() && response.statusCode() == 101;
    }

    /**
     * @param end by {@link System#nanoTime}, of what is taken as a whole
     * @throws TimeoutException when that is not over by then
     */
    Reply reply(long end, Clock clock) throws TimeoutException {
        if (headers.values().stream().mapToInt(List::size).sum() > config.mostHeaders()) {
            sent.reset();
            return new Reply.TooLarge(
                    response.statusCode(),
                    "the answer has more header lines than integration.outbound.most-headers, " + config.mostHeaders());
        }
        if (isSocket()) {
            return socket(clock);
        }
        try {
            return isTakenWhole() ? whole(end, clock) : held(end, clock);
        } catch (IOException broken) {
            return new Reply.Lost(String.valueOf(broken.getMessage()), false);
        } finally {
            if (cutAfter) {
                sent.reset();
            }
        }
    }

    /** @return one whose body goes both ways */
    private Reply socket(Clock clock) {
        String expected = Opening.acceptance(socketKey.orElseThrow());
        if (!headers.getOrDefault(Opening.ACCEPTED, List.of("")).getFirst().equals(expected)) {
            sent.reset();
            return new Reply.Lost("it answered 101 and did not accept the WebSocket (RFC 6455, section 4.1)", false);
        }
        Outflow back = new Outflow(sent.connection(), config.longestQuietOfEvents());
        Flow flow = Flow.bothWays(inflow, back, back::close);
        return new Reply.Responded(101, headers, Body.of(cutUnread(flow)), clock.instant());
    }

    /** The request was not sent to its end, since the answer came first: nothing else can go over its connection. */
    void requestWasLeftUnfinished() {
        cutAfter = true;
    }

    /** Failures are: somebody has to make sense of them. */
    private boolean isTakenWhole() {
        OptionalLong length = length();
        return !asIs
                || cutAfter
                || response.statusCode() >= 400
                || response.statusCode() == 204
                || response.statusCode() == 304
                || sent.getMethod().equals(HttpMethod.HEAD)
                || (length.isPresent() && length.getAsLong() <= config.heldAnswer());
    }

    private Reply whole(long end, Clock clock) throws IOException, TimeoutException {
        byte[] bytes = inflow.head(config.largestAnswer() + 1, end);
        if (bytes.length > config.largestAnswer()) {
            inflow.close();
            return tooLarge(headers.containsKey("content-encoding") ? Optional.empty() : Optional.of(bytes));
        }
        if (!inflow.isOver()) {
            inflow.close();
            throw new TimeoutException();
        }
        if (asIs) {
            return new Reply.Responded(response.statusCode(), headers, Body.of(bytes), clock.instant());
        }
        byte[] unpacked = Packed.unpacked(headers, bytes, config.largestAnswer());
        return unpacked.length > config.largestAnswer()
                ? tooLarge(Optional.of(unpacked))
                : new Reply.Responded(
                        response.statusCode(), Packed.headers(headers), Body.of(unpacked), clock.instant());
    }

    private Reply tooLarge(Optional<byte[]> begun) {
        return new Reply.TooLarge(
                response.statusCode(),
                "the answer is larger than integration.outbound.largest-answer, " + config.largestAnswer() + " bytes",
                begun.map(bytes -> Body.of(Arrays.copyOf(bytes, Math.min(bytes.length, LARGEST_HEAD)))));
    }

    /** What is small is mostly there by now, and then it is an answer like any other. */
    private Reply held(long end, Clock clock) throws IOException {
        boolean mayBeSmall = length().isEmpty() && !isEventStream();
        long until = Math.min(end, System.nanoTime() + config.heldFor().toNanos());
        byte[] head = mayBeSmall ? inflow.head(config.heldAnswer(), until) : new byte[0];
        Body body = inflow.isOver() ? Body.of(head) : Body.of(flow(head));
        return new Reply.Responded(response.statusCode(), headers, body, clock.instant());
    }

    private Flow flow(byte[] head) {
        return cutUnread(new Flow(
                new SequenceInputStream(new ByteArrayInputStream(head), inflow), length(), () -> sent.reset()));
    }

    /** One that nobody comes to read would hold its connection for ever. */
    private Flow cutUnread(Flow flow) {
        timers.accept(config.longestQuiet(), () -> {
            if (!flow.isBegun()) {
                flow.cut();
            }
        });
        return flow;
    }

    private boolean isEventStream() {
        return headers.getOrDefault("content-type", List.of("")).getFirst().startsWith("text/event-stream");
    }

    private OptionalLong length() {
        String length = headers.getOrDefault("content-length", List.of("")).getFirst();
        return length.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(length)) : OptionalLong.empty();
    }
}
