package dev.heir.integration.call;

import dev.heir.integration.quota.Claimant;
import dev.heir.integration.quota.Decision;
import dev.heir.integration.quota.Permit;
import dev.heir.integration.strike.Symptom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Looks, before anything is sent, whether the provider may be asked at all now. */
final class Admission {

    private final Means means;
    private final PlannedCall call;
    private final Endpoints endpoints;
    private final Claimant claimant;

    Admission(Means means, Journey journey, PlannedCall call, Optional<String> credential, Endpoints endpoints) {
        this.means = means;
        this.call = call;
        this.endpoints = endpoints;
        this.claimant =
                new Claimant(journey.call().project(), call.tier(), call.provider(), call.operation(), credential);
    }

    /** Takes the units of one request, in line with others until {@code last} if the caller waits. */
    Decision units(Instant now, Instant last) {
        return means.quota().admit(claimant, call.request().mayWait() ? last : now);
    }

    /** Takes the units of a request that is not worth waiting for. */
    Optional<Permit> unitsAtOnce(PlannedCall other, Instant now) {
        return unitsSoon(other, now);
    }

    /**
     * Takes the units of the request that a redirect leads to, in line with others until {@code last} if the caller waits.
     * What it costs is paid once, for what is answered in the end.
     */
    boolean mayGoOn(PlannedCall redirected, Instant now, Instant last) {
        Optional<Permit> units = unitsSoon(redirected, call.request().mayWait() ? last : now);
        units.ifPresent(Permit::unpaid);
        return units.isPresent();
    }

    /** Takes the units of another request, in line with others until then. */
    Optional<Permit> unitsSoon(PlannedCall other, Instant last) {
        var asks = new Claimant(
                claimant.project(), claimant.tier(), claimant.provider(), other.operation(), claimant.credential());
        return means.quota().admit(asks, last) instanceof Decision.Admitted(Permit permit)
                ? Optional.of(permit)
                : Optional.empty();
    }

    /**
     * A limit refused. A budget that is used up is no reason to come back later in this call, nor to park it until next
     * month.
     */
    Failure full(Decision.Refused refused) {
        return refused.money()
                ? Failure.held(
                        Symptom.QUOTA_EXCEEDED,
                        endpoints.primary(),
                        Optional.empty(),
                        "our own budget of " + refused.limit() + " is used up until "
                                + Journey.told(refused.roomAt()).truncatedTo(ChronoUnit.SECONDS))
                : Failure.held(
                        Symptom.THROTTLING_ACTIVE,
                        endpoints.primary(),
                        Optional.of(refused.notBefore()),
                        "the limit of " + refused.limit() + " has no room before " + Journey.told(refused.roomAt()));
    }

    /** Which of our own limits or budgets would refuse it now; nothing is taken. */
    Optional<Failure> foreseen() {
        return means.quota().foreseen(claimant).map(this::full);
    }

    /** Why not, as a failure that the ladder treats like any other; empty when nothing stands in the way. */
    Optional<Failure> refusal(Instant now) {
        return throttled(now).or(() -> endpoints.anyPasses(now) ? Optional.empty() : Optional.of(shutOut(now)));
    }

    private Optional<Failure> throttled(Instant now) {
        return endpoints
                .view(endpoints.primary())
                .throttledUntil()
                .filter(until -> until.isAfter(now))
                .map(until -> Failure.held(
                        Symptom.THROTTLING_ACTIVE,
                        endpoints.primary(),
                        Optional.of(until),
                        "the provider asked to be left alone until " + Journey.told(until)));
    }

    /** No endpoint lets the call in. Where one asked for quiet, the way in is to wait for its end. */
    Failure shutOut(Instant now) {
        Optional<Endpoints.Quiet> quiet = endpoints.firstQuiet(now);
        return Failure.held(
                Symptom.SERVICE_UNAVAILABLE,
                quiet.map(Endpoints.Quiet::target).orElse(endpoints.primary()),
                quiet.map(Endpoints.Quiet::until).filter(now::isBefore),
                quiet.map(asked -> asked.target() + " asked to be left alone until " + Journey.told(asked.until()))
                        .orElse("the circuit of every endpoint is open"));
    }
}
