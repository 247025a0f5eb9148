package dev.heir.integration.call;

import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.ServerSaid;
import dev.heir.integration.strike.Symptom;
import dev.heir.integration.strike.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells the journey, for the ledger, and the fleet, for everyone's next call, what an attempt showed. */
final class Witness {

    private static final Logger LOG = Logger.getLogger(Witness.class);

    /** Where a provider warns without saying until when, it is believed for the length of the usual window. */
    private static final Duration WARNING = Duration.ofMinutes(1);

    private final Means means;
    private final Journey journey;
    private final String provider;
    private final Optional<String> credential;

    Witness(Means means, Journey journey, String provider, Optional<String> credential) {
        this.means = means;
        this.journey = journey;
        this.provider = provider;
        this.credential = credential;
    }

    /** The fleet is told as far as it can be: an answer that has come is not lost for a note. */
    void saw(Entry entry, Exchange.Seen seen, Instant started, Instant ended) {
        String target = entry.target();
        Reply reply = seen.reply();
        Optional<Symptom> symptom = seen.symptom();
        ServerSaid said = seen.said();
        Duration took = Duration.between(started, ended);
        boolean unsent = reply instanceof Reply.NoRoom; // that says nothing of anybody but us
        boolean slow = !unsent && took.compareTo(means.config().slowCall()) >= 0;
        boolean against = seen.against();
        boolean retry = !journey.attempts().isEmpty();
        if (!unsent) {
            means.fleet().count(provider, target, new Window(1, against ? 1 : 0, slow ? 1 : 0, retry ? 1 : 0));
        }
        journey.attempted(new CallRecord.Attempt(
                journey.nextAttempt(),
                provider,
                target,
                credential,
                started,
                took,
                reply.meaning(),
                symptom,
                retry,
                slow,
                against,
                means.redaction().mask(describe(reply))));
        noted("circuit", () -> turnCircuit(entry, seen, slow, ended));
        if (!against) {
            said.retryAt()
                    .filter(until -> until.isAfter(ended))
                    .ifPresent(until -> noted("throttle", () -> means.fleet().throttle(provider, credential, until)));
        }
        if (symptom.filter(one -> one == Symptom.USAGE_WARNING).isPresent()) {
            noted("warning", () -> means.fleet()
                    .warn(provider, credential, said.resetAt().orElse(ended.plus(WARNING))));
        }
    }

    private void noted(String what, Runnable note) {
        try {
            note.run();
        } catch (RuntimeException trouble) {
            LOG.warnf(trouble, "the fleet could not be told of the %s of provider '%s'", what, provider);
        }
    }

    /** One of two requests for the same answer, which was cancelled: only that it was sent counts. */
    void sawCancelled(Entry entry, Instant started, Instant ended) {
        boolean retry = !journey.attempts().isEmpty();
        means.fleet().count(provider, entry.target(), new Window(1, 0, 0, retry ? 1 : 0));
        journey.attempted(new CallRecord.Attempt(
                journey.nextAttempt(),
                provider,
                entry.target(),
                credential,
                started,
                Duration.between(started, ended),
                0,
                Optional.empty(),
                retry,
                false,
                false,
                "cancelled: the other of two requests was answered first"));
    }

    private void turnCircuit(Entry entry, Exchange.Seen seen, boolean slow, Instant ended) {
        if (seen.against() || (slow && !entry.isProbe())) {
            Window window =
                    means.fleet().view(provider, entry.target(), credential).window();
            Optional<Instant> asked = seen.against() ? seen.said().retryAt() : Optional.empty();
            means.breaker().opens(entry.circuit(), window, asked, ended).ifPresent(until -> means.fleet()
                    .open(
                            provider,
                            entry.target(),
                            until,
                            asked.filter(until::equals).isPresent()));
        } else if (entry.isProbe() && seen.reply().status() > 0) {
            // Not so an attempt that set out while the circuit was closed: since then the server may have asked for
            // quiet, and an answer that was already on its way takes nothing of that back.
            means.fleet().close(entry.target());
        }
    }

    static String describe(Reply reply) {
        return switch (reply) {
            case Reply.Responded responded ->
                "answered " + responded.status()
                        + responded
                                .inside()
                                .trouble()
                                .map(trouble -> ": " + trouble)
                                .orElse("");
            case Reply.TooLarge large -> "answered " + large.status() + ": " + large.reason();
            case Reply.NotSent notSent -> "not sent: " + notSent.reason();
            case Reply.Withheld withheld -> "not sent: " + withheld.reason();
            case Reply.NoRoom noRoom -> "not sent: " + noRoom.reason();
            case Reply.Lost lost -> "no complete answer: " + lost.reason();
            case Reply.Abandoned left -> "not sent in full: " + left.reason();
        };
    }
}
