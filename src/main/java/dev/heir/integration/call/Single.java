package dev.heir.integration.call;

import dev.heir.integration.credential.Redaction;
import dev.heir.integration.credential.Signature;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.strike.Diagnosis;
import dev.heir.integration.strike.ErrorSignature;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.ServerSaid;
import dev.heir.integration.strike.Symptom;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * A request that is sent exactly once and stands in the ledger, for those in this house who have rules of their own about
 * when and how often to ask: no retry, no redirect, no kept answer, no alternative.
 */
@Singleton
public final class Single {

    private static final Logger LOG = Logger.getLogger(Single.class);

    /** Credentials belong to no project; what is asked for them is counted under this one. */
    private static final String HOUSE = "orchestrator";

    private final Transport transport;
    private final Ledger ledger;
    private final Redaction redaction;
    private final Clock clock;
    private final RandomGenerator random;

    Single(Transport transport, Ledger ledger, Redaction redaction, Clock clock, RandomGenerator random) {
        this.transport = transport;
        this.ledger = ledger;
        this.redaction = redaction;
        this.clock = clock;
        this.random = random;
    }

    /**
     * @param kind of work: the DPR id's operation, which tells the section
     * @param tool the DPR id's tool, and the provider in the ledger
     * @param timeout to the last byte of the answer
     * @param internal whether private and loopback addresses are allowed
     */
    public record Request(
            String project,
            String kind,
            String tool,
            URI uri,
            Map<String, String> headers,
            Duration timeout,
            boolean internal) {}

    /**
     * Sends it and records what came of it.
     *
     * @throws Ledger.LedgerUnavailable when it could not be recorded
     */
    public Reply get(Request request) {
        return get(request, row -> record(List.of(row)));
    }

    /**
     * Sends it, for those who ask several things after each other.
     *
     * @param later is given what is to be {@link #record recorded} before anything is written that came of the request
     */
    public Reply get(Request request, Consumer<CallRecord> later) {
        return send("GET", request, Body.EMPTY, "GET " + request.uri().getRawPath(), later);
    }

    /**
     * Records requests that were sent, in one go.
     *
     * @throws Ledger.LedgerUnavailable when not all of them could be
     */
    public void record(List<CallRecord> sent) {
        ledger.record(sent);
    }

    /**
     * Tells somebody something who named an address for it: whoever tells it again must say in it that it is the same. The
     * address is often all that protects who listens there, so the ledger has the host alone.
     */
    public Reply tell(Request request, Body body) {
        return send("POST", request, body, "POST webhook", row -> record(List.of(row)));
    }

    private Reply send(String method, Request request, Body body, String operation, Consumer<CallRecord> written) {
        Instant started = clock.instant();
        Reply reply = transport.send(new Transport.Outgoing(
                method, request.uri(), request.headers(), body, Signature.NONE, request.timeout(), request.internal()));
        Asked asked = new Asked(
                request.project(),
                request.kind(),
                request.tool(),
                request.tool(),
                operation,
                request.uri(),
                Optional.empty(),
                true);
        written.accept(written(asked, reply, started, clock.instant()));
        return reply;
    }

    /**
     * Sends what a credential needs for itself: the exchange of a token, or its revocation. Its row is written beside, since
     * neither a ledger that is slow nor one that fails may come between a token that was given once and its commit.
     */
    public Reply authenticate(String credential, Transport.Outgoing request) {
        return aside(credential, "credential:" + credential, Optional.of(credential), request);
    }

    /** Asks an issuer what it publishes of itself; recorded beside in the same way, since a person waits for it. */
    public Reply discover(Transport.Outgoing request) {
        String host = String.valueOf(request.uri().getRawAuthority());
        return aside(host, "issuer:" + host, Optional.empty(), request);
    }

    private Reply aside(String tool, String provider, Optional<String> credential, Transport.Outgoing request) {
        Instant started = clock.instant();
        Reply reply = transport.send(request);
        Instant ended = clock.instant();
        // No provider's: a token endpoint in trouble says nothing of the API behind it, and has a back-off of its own.
        Asked asked = new Asked(
                HOUSE,
                "authentication_setup",
                tool,
                provider,
                request.method() + " " + request.uri().getRawPath(),
                request.uri(),
                credential,
                false);
        Thread.ofVirtual().name("token-record").start(() -> {
            try {
                var _ = ledger.record(written(asked, reply, started, ended), Optional.empty());
            } catch (RuntimeException trouble) {
                LOG.warnf(trouble, "a request of %s is in no ledger", provider);
            }
        });
        return reply;
    }

    /**
     * What the ledger has to know of a request.
     *
     * @param operation without the query, which may carry what identifies a person
     * @param againstTarget whether a failure counts against the target's circuit
     */
    private record Asked(
            String project,
            String kind,
            String tool,
            String provider,
            String operation,
            URI uri,
            Optional<String> credential,
            boolean againstTarget) {}

    private CallRecord written(Asked request, Reply reply, Instant started, Instant ended) {
        Optional<Symptom> symptom = Diagnosis.of(
                reply, reply instanceof Reply.Responded responded ? ServerSaid.read(responded) : ServerSaid.NOTHING);
        int status = reply.status();
        // What refuses or fails is no live answer, whatever it says besides; a warning comes with one.
        boolean live = status > 0
                && status < 400
                && symptom.filter(seen -> seen != Symptom.USAGE_WARNING).isEmpty();
        String detail = redaction.mask(
                switch (reply) {
                    case Reply.Responded responded -> "";
                    case Reply.TooLarge large -> large.reason();
                    case Reply.NotSent notSent -> notSent.reason();
                    case Reply.Withheld withheld -> withheld.reason();
                    case Reply.NoRoom noRoom -> noRoom.reason();
                    case Reply.Lost lost -> lost.reason();
                    case Reply.Abandoned left -> left.reason();
                });
        Duration took = Duration.between(started, ended);
        var attempt = new CallRecord.Attempt(
                1,
                request.provider(),
                request.uri().getScheme() + "://" + request.uri().getRawAuthority(),
                request.credential(),
                started,
                took,
                status,
                symptom,
                false,
                false,
                request.againstTarget()
                        && symptom.filter(seen -> Diagnosis.speaksAgainstTarget(reply, seen))
                                .isPresent(),
                detail);
        return new CallRecord(
                CallId.at(started, random),
                request.project(),
                request.kind(),
                request.tool(),
                request.provider(),
                redaction.mask(request.operation()),
                Tier.NICE_TO_HAVE,
                started,
                took,
                Optional.empty(),
                live ? Optional.of(Source.LIVE) : Optional.empty(),
                status,
                symptom,
                live
                        ? Optional.empty()
                        : Optional.of(symptom.map(seen -> Diagnosis.fault(reply, seen))
                                .orElse(Fault.CALLER)),
                false,
                Duration.ZERO,
                Optional.empty(),
                symptom.map(seen -> ErrorSignature.of(request.provider(), request.operation(), seen, detail)
                        .key()),
                detail,
                List.of(attempt),
                List.of(),
                Optional.empty(),
                CallRecord.Use.NONE,
                CallRecord.Asked.NOT_KEPT);
    }
}
