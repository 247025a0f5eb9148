package dev.heir.integration.call;

import dev.heir.integration.provider.Money;
import dev.heir.integration.provider.Tier;
import dev.heir.integration.quota.Permit;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.EscalationTrigger;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Remedy;
import dev.heir.integration.strike.Symptom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the ledger keeps of one call. Texts are already masked.
 *
 * @param id made by us before anything is sent (UUID version 7); the DPR id is given by the ledger
 * @param kind of work, which is the DPR id's operation and tells the section: {@code api_integration}, ...
 * @param tool the DPR id's tool: the provider
 * @param operation the named operation, or method and path where the caller named none
 * @param idempotencyKey the caller's, when it gave one
 * @param source where the answer came from; empty when there was none
 * @param status the HTTP status the caller was given for the provider's answer; 0 when there was none
 * @param symptom the one that decided the outcome of a call that was not answered, or was not answered live
 * @param fault whose fault it is that there was no answer
 * @param ambiguous whether it is unknown if the provider carried the request out
 * @param age of the answer's content
 * @param cost what the call's own provider charges for the attempts that count; {@link #total} with all others
 * @param signature key of the error signature of a call with a symptom: provider, operation, symptom and the message
 *     without its variable parts; the ledger counts how often and when each was seen
 * @param asked what is kept of the request itself
 */
public record CallRecord(
        UUID id,
        String project,
        String kind,
        String tool,
        String provider,
        String operation,
        Tier tier,
        Instant receivedAt,
        Duration took,
        Optional<String> idempotencyKey,
        Optional<Source> source,
        int status,
        Optional<Symptom> symptom,
        Optional<Fault> fault,
        boolean ambiguous,
        Duration age,
        Optional<Money> cost,
        Optional<String> signature,
        String detail,
        List<Attempt> attempts,
        List<Strike> strikes,
        Optional<Incident> incident,
        Use use,
        Asked asked) {

    public CallRecord {
        attempts = List.copyOf(attempts);
        strikes = List.copyOf(strikes);
    }

    /**
     * The request itself.
     *
     * @param kept as it can be sent again, with the idempotency key that was or would have been sent, if any; told to
     *     the ledger only, which gives it to whoever replays the call
     * @param replayOf DPR id of the call that it repeats
     */
    public record Asked(Optional<CallRequest> kept, Optional<String> replayOf) {

        public static final Asked NOT_KEPT = new Asked(Optional.empty(), Optional.empty());
    }

    /**
     * What providers bill.
     *
     * @param units by name, {@code calls} among them; empty when the call's own provider worked on no attempt
     * @param likeness equal for calls that one answer would have served; empty for those that are not safe
     * @param counted which budgets counted what it cost; told to the ledger only
     * @param others what others than the call's own provider bill
     * @param sentAt when what is billed was sent, which decides the month and day that it counts for; told to the ledger
     *     only, and empty when nothing is billed
     */
    public record Use(
            Map<String, Long> units,
            Optional<Long> likeness,
            Permit.Counted counted,
            List<Charge> others,
            Optional<Instant> sentAt) {

        public static final Use NONE = new Use(Map.of(), Optional.empty());

        public Use(Map<String, Long> units, Optional<Long> likeness) {
            this(units, likeness, Permit.Counted.NOWHERE, List.of(), Optional.empty());
        }

        public Use {
            units = Map.copyOf(units);
            others = List.copyOf(others);
        }
    }

    /**
     * What another provider bills: the fallback that was asked.
     *
     * @param cost by its own price; empty where it has none
     * @param counted which budgets counted it; told to the ledger only
     */
    public record Charge(String provider, Map<String, Long> units, Optional<Money> cost, Permit.Counted counted) {

        public Charge {
            units = Map.copyOf(units);
        }
    }

    /**
     * What all providers charge together. Where they do so in several currencies there is no sum: it is the own
     * provider's, if that charges anything, and the others' is told beside it.
     */
    public Optional<Money> total() {
        Optional<Money> sum = cost.filter(own -> own.amount().signum() != 0);
        for (Charge other : use.others()) {
            Optional<Money> before = sum;
            sum = other.cost()
                    .filter(more -> before.map(had -> had.currency().equals(more.currency()))
                            .orElse(true))
                    .map(more -> before.map(had -> new Money(had.amount().add(more.amount()), had.currency()))
                            .orElse(more))
                    .or(() -> before);
        }
        return sum.or(() -> cost);
    }

    /** The same call by another id. */
    public CallRecord withId(UUID other) {
        return with(other, cost, use, asked);
    }

    /** The same call, used for and charged otherwise. */
    public CallRecord using(Use other, Optional<Money> charged) {
        return with(id, charged, other, asked);
    }

    public CallRecord asking(Asked other) {
        return with(id, cost, use, other);
    }

    private CallRecord with(UUID otherId, Optional<Money> charged, Use used, Asked request) {
        return new CallRecord(
                otherId,
                project,
                kind,
                tool,
                provider,
                operation,
                tier,
                receivedAt,
                took,
                idempotencyKey,
                source,
                status,
                symptom,
                fault,
                ambiguous,
                age,
                charged,
                signature,
                detail,
                attempts,
                strikes,
                incident,
                used,
                request);
    }

    /**
     * One request that was sent, or could not be.
     *
     * @param number from 1 within the call
     * @param target the base URL that was asked
     * @param credential id of the credential that signed it
     * @param status 0 when no answer came
     * @param retry whether it was not the first of its call
     * @param slow by the breaker's bound
     * @param countsAgainstTarget whether the breaker counts it as a failure
     */
    public record Attempt(
            int number,
            String provider,
            String target,
            Optional<String> credential,
            Instant startedAt,
            Duration took,
            int status,
            Optional<Symptom> symptom,
            boolean retry,
            boolean slow,
            boolean countsAgainstTarget,
            String detail) {}

    /**
     * One remedy that was applied, or considered and found impossible.
     *
     * @param number 1, 2 or 3; three is the escalation and has no remedy
     * @param worked whether the call was answered by it
     */
    public record Strike(
            int number, Symptom symptom, Optional<Remedy> remedy, boolean worked, Instant at, String detail) {}

    /**
     * Something a person must hear of, opened in the same transaction as the call is recorded.
     *
     * @param cause one open case file per cause: provider and pattern
     * @param recommendations what a person could decide, such as a larger plan with its price
     */
    public record Incident(
            String cause,
            ErrorPattern pattern,
            Symptom symptom,
            List<EscalationTrigger> triggers,
            List<String> recommendations) {

        public Incident {
            triggers = List.copyOf(triggers);
            recommendations = List.copyOf(recommendations);
        }
    }
}
