package dev.heir.integration.call;

import dev.heir.integration.provider.Provider;
import dev.heir.integration.strike.ErrorPattern;
import dev.heir.integration.strike.Fault;
import dev.heir.integration.strike.Symptom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be done about a failure, told from what is declared and what is missing. */
public final class NextSteps {

    /** Named by whoever finds an answer larger than we take in. */
    private static final String TOO_LARGE = "integration.outbound.largest-answer";

    private NextSteps() {}

    /**
     * For the caller who got no answer.
     *
     * @param cause of the case that it opened or added to
     */
    static List<String> after(Journey journey, Ending.Failed failed, Optional<String> cause) {
        Symptom symptom = failed.symptom();
        if (journey.carriedOut()) {
            return List.of(
                    "take the request as carried out and do not send it again",
                    "see in the strikes why its answer could not be given: ask for a smaller one, raise '" + TOO_LARGE
                            + "', or mend the mapping");
        }
        if (journey.maybeCarriedOut()) {
            return doubtful(journey.call().operation().name());
        }
        List<String> next = new ArrayList<>();
        journey.retryAt().ifPresent(at -> next.add("ask again after " + at));
        if (symptom.pattern() == ErrorPattern.RATE_LIMITING) {
            toBeParked(journey.call()).ifPresent(next::add);
        }
        if (failed.reason().contains(TOO_LARGE)) {
            next.add("ask for less at a time, pass it through /v1/proxy, which has no such bound, or raise '"
                    + TOO_LARGE + "'");
        }
        if (symptom == Symptom.AUTHENTICATION_FAILURE) {
            next.add("renew the credential of provider '"
                    + journey.call().provider().id() + "'");
        }
        if (symptom == Symptom.TIMEOUT && failed.fault() == Fault.CALLER) {
            next.add("give the call a longer '" + (journey.call().asIs() ? "Integration-Deadline" : "deadline")
                    + "': provider '"
                    + journey.call().provider().id() + "' did not get the time that operation '"
                    + journey.call().operation().name() + "' is due");
        }
        if (!journey.call().request().mayWait() && journey.refusedBy().isPresent()) {
            next.add("leave out " + (journey.call().asIs() ? "'Integration-Wait: false'" : "\"wait\": false")
                    + " to wait in line within the deadline");
        }
        cause.ifPresent(one -> next.add("see the open case file: GET /v1/escalations/" + one));
        return next;
    }

    /** What kept the call from being finished later. */
    private static Optional<String> toBeParked(PlannedCall call) {
        if (call.asIs()) {
            return Optional.of("ask for it with POST /v1/calls: what is only passed on is not finished later");
        }
        CallRequest request = call.request();
        List<String> personal = Personal.in(request.headers());
        if (!request.mayDefer()) {
            return Optional.of("send \"defer\": true to have the call finished when the limit allows");
        }
        return personal.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "register what " + personal
                                + " carry as a credential: a call with headers that may be secrets is not kept to be finished later");
    }

    /** For the caller whose request may have been carried out. */
    static List<String> doubtful(String operation) {
        return List.of(
                "find out at the provider whether the request was carried out before sending it again",
                "declare 'idempotencyKey' or 'readBack' for operation '" + operation
                        + "' if the provider offers either");
    }

    /** For the person who owns the provider's document. */
    public static List<String> forOwner(Provider provider, Symptom symptom) {
        List<String> next = new ArrayList<>();
        if (symptom == Symptom.AUTHENTICATION_FAILURE) {
            next.add(
                    provider.credentials().isEmpty()
                            ? "register a credential and name it in the document of provider '" + provider.id() + "'"
                            : "renew credential '" + provider.credentials().getFirst() + "'");
            return next;
        }
        if (provider.alternatives().isEmpty()) {
            next.add("declare 'alternatives': other base URLs of the same provider");
        }
        if (provider.fallback().isEmpty()) {
            next.add("declare a 'fallback' provider");
        }
        if (provider.degraded().body().isEmpty()
                && provider.degraded().byOperation().isEmpty()) {
            next.add("declare a 'degraded' body that is better than nothing");
        }
        if (symptom.pattern() == ErrorPattern.RATE_LIMITING
                && provider.credentials().size() == 1) {
            next.add("add a second credential if you own one");
        }
        return next;
    }
}
