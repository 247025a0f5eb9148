package dev.heir.integration.call;

import dev.heir.integration.strike.Circuit;
import dev.heir.integration.strike.CircuitBreaker;
import dev.heir.integration.strike.Diagnosis;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.ServerSaid;
import dev.heir.integration.strike.Symptom;
import dev.heir.integration.strike.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells the journey, for the ledger, and the fleet, for everyone's next call, what an attempt showed. */
final class Witness {

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

    void saw(String target, Reply reply, Optional<Symptom> symptom, ServerSaid said, Instant started, Instant ended) {
        Duration took = Duration.between(started, ended);
        boolean slow = took.compareTo(means.config().slowCall()) >= 0;
        boolean against = symptom.filter(Diagnosis::speaksAgainstTarget).isPresent();
        boolean retry = !journey.attempts().isEmpty();
        Circuit before = means.breaker().at(circuit(target), started);
        means.fleet().count(provider, target, new Window(1, against ? 1 : 0, slow ? 1 : 0, retry ? 1 : 0));
        journey.attempted(new CallRecord.Attempt(
                journey.nextAttempt(),
                provider,
                target,
                credential,
                started,
                took,
                reply instanceof Reply.Responded responded ? responded.status() : 0,
                symptom,
                retry,
                slow,
                against,
                means.redaction().mask(describe(reply))));
        turnCircuit(target, before, against, slow, said, ended);
        if (!against) {
            said.retryAt().filter(until -> until.isAfter(ended)).ifPresent(until -> means.fleet()
                    .throttle(provider, credential, until));
        }
        if (symptom.filter(seen -> seen == Symptom.USAGE_WARNING).isPresent()) {
            means.fleet().warn(provider, credential, said.resetAt().orElse(ended.plus(WARNING)));
        }
    }

    private void turnCircuit(
            String target, Circuit before, boolean against, boolean slow, ServerSaid said, Instant ended) {
        CircuitBreaker breaker = means.breaker();
        if (against || (slow && before instanceof Circuit.Closed)) {
            Window window = means.fleet().view(provider, target, credential).window();
            breaker.opens(before, window, against ? said.retryAt() : Optional.empty(), ended)
                    .ifPresent(until -> means.fleet().open(provider, target, until));
        } else if (!(before instanceof Circuit.Closed)) {
            means.fleet().close(target);
        }
    }

    private Circuit circuit(String target) {
        return means.fleet().view(provider, target, credential).circuit();
    }

    static String describe(Reply reply) {
        return switch (reply) {
            case Reply.Responded responded -> "answered " + responded.status();
            case Reply.NotSent notSent -> "not sent: " + notSent.reason();
            case Reply.Lost lost -> "no complete answer: " + lost.reason();
        };
    }
}
