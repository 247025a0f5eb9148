package dev.heir.integration.call;

import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.strike.Repetition;
import dev.heir.integration.strike.Reply;
import dev.heir.integration.strike.Symptom;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Finishes deferred calls that are due. Whoever is awake may do it: each call is taken by one instance only. */
@Singleton
public final class ParkedFinisher {

    private static final Logger LOG = Logger.getLogger(ParkedFinisher.class);

    private final ParkedCalls parked;
    private final Providers providers;
    private final Planner planner;
    private final Calls calls;
    private final Means means;
    private final Bookkeeping bookkeeping;
    private final Ledger ledger;

    ParkedFinisher(
            ParkedCalls parked,
            Providers providers,
            Planner planner,
            Calls calls,
            Means means,
            Bookkeeping bookkeeping,
            Ledger ledger) {
        this.parked = parked;
        this.providers = providers;
        this.planner = planner;
        this.calls = calls;
        this.means = means;
        this.bookkeeping = bookkeeping;
        this.ledger = ledger;
    }

    /**
     * Takes up to {@code most} due calls and finishes each.
     *
     * @return how many were taken; one that fails to be finished is taken again when its lease ends
     */
    public int finishDue(int most) {
        List<ParkedCall> due = parked.take(most, means.config().parkedLease());
        for (ParkedCall call : due) {
            try {
                finish(call);
            } catch (RuntimeException failure) {
                // The lease brings it back; the others must not wait for this one.
                LOG.errorf(failure, "parked call %s was not finished", call.call());
            }
        }
        return due.size();
    }

    private void finish(ParkedCall waiting) {
        Optional<Provider> provider = providers.find(waiting.request().provider());
        if (provider.isEmpty()) {
            giveUp(waiting, "provider '" + waiting.request().provider() + "' was removed while the call was parked");
            return;
        }
        PlannedCall call;
        try {
            Project project = new Project(waiting.project(), waiting.tier(), Optional.empty());
            call = planner.plan(project, provider.get(), waiting.request(), Calls.API_INTEGRATION, true)
                    .resumed(waiting.call());
        } catch (InvalidInput noLonger) {
            giveUp(waiting, "the provider's document changed while the call was parked: " + noLonger.getMessage());
            return;
        }
        Journey journey = new Journey(call);
        if (waiting.sendBegan() && !Repetition.mayRepeat(call.operation().safe(), call.isKeyed(), interrupted())) {
            journey.standing(Repetition.Standing.UNKNOWN);
            end(
                    journey,
                    new Ending.Failed(
                            Symptom.TIMEOUT, "the instance that was sending it died; it may have been carried out"));
            return;
        }
        Ending ending = calls.travel(journey);
        if (ending instanceof Ending.Parked again && !journey.maybeCarriedOut()) {
            parked.putBack(waiting.call(), again.notBefore());
        } else {
            end(journey, ending);
        }
    }

    private static Reply interrupted() {
        return new Reply.Lost("the instance that was sending it died", false);
    }

    private void end(Journey journey, Ending ending) {
        CallRecord written = bookkeeping.write(journey, ending);
        ledger.complete(
                written,
                ending instanceof Ending.Given given
                        ? Optional.of(new Ledger.Content(given.status(), given.headers(), given.body()))
                        : Optional.empty());
    }

    private void giveUp(ParkedCall waiting, String reason) {
        ledger.complete(bookkeeping.abandoned(waiting, reason), Optional.empty());
    }
}
