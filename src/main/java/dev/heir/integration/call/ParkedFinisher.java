package dev.heir.integration.call;

import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.provider.Project;
import dev.heir.integration.provider.Projects;
import dev.heir.integration.provider.Provider;
import dev.heir.integration.provider.Providers;
import dev.heir.integration.strike.Symptom;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Finishes deferred calls that are due. Whoever is awake may do it: each call is taken by one instance only, and taken
 * only when it is worked on at once, so that an instance that dies leaves no call behind that it did not begin.
 */
@Singleton
public final class ParkedFinisher {

    private static final Logger LOG = Logger.getLogger(ParkedFinisher.class);

    /** Longer than a database takes to restart, and not as long as whoever waits for the call would mind. */
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(10);

    /** For a database that restarts: only we know that nothing was done by what was sent. */
    private static final int TRIES = 5;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final ParkedCalls parked;
    private final Providers providers;
    private final Projects projects;
    private final Planner planner;
    private final Calls calls;
    private final Means means;
    private final Bookkeeping bookkeeping;
    private final Ledger ledger;
    private final Endings endings;

    ParkedFinisher(
            ParkedCalls parked,
            Providers providers,
            Projects projects,
            Planner planner,
            Calls calls,
            Means means,
            Bookkeeping bookkeeping,
            Ledger ledger,
            Endings endings) {
        this.parked = parked;
        this.providers = providers;
        this.projects = projects;
        this.planner = planner;
        this.calls = calls;
        this.means = means;
        this.bookkeeping = bookkeeping;
        this.ledger = ledger;
        this.endings = endings;
    }

    /**
     * Finishes due calls, several side by side, until none is due. What cannot end within the time stays due.
     *
     * @param whole after which this returns; the caller may be gone then
     * @return how many were taken up; one that fails to be finished is taken again when its lease ends
     */
    public int finishDue(Duration whole) {
        WorkingTime time = WorkingTime.from(means.clock().instant(), whole);
        Semaphore hands = new Semaphore(means.config().parkedAtOnce());
        int begun = 0;
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            while (acquired(hands, time)) {
                Optional<ParkedCall> due = parked.take(means.config().parkedLease());
                if (due.isEmpty() || !begins(due.get(), time, hands, each)) {
                    break;
                }
                begun++;
            }
        }
        return begun;
    }

    /**
     * Finishes the call that is due for longest, in this thread.
     *
     * @param begins told when there is one, before it is begun
     * @return whether there was one
     */
    boolean finishNext(Runnable begins) {
        Optional<ParkedCall> due = parked.take(means.config().parkedLease());
        due.ifPresent(waiting -> {
            begins.run();
            WorkingTime time = WorkingTime.from(
                    means.clock().instant(), means.config().deadline().longest());
            planned(waiting).ifPresent(call -> finishOrLog(waiting, call.resumed(waiting.call(), time.end())));
        });
        return due.isPresent();
    }

    private boolean acquired(Semaphore hands, WorkingTime time) {
        Duration left = time.left(means.clock().instant());
        try {
            return left.isPositive() && hands.tryAcquire(left.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @return false when it does not fit into the time that is left, so that it was put back as it was */
    private boolean begins(ParkedCall waiting, WorkingTime time, Semaphore hands, ExecutorService each) {
        Optional<PlannedCall> call = planned(waiting);
        if (call.isEmpty()) {
            hands.release();
            return true;
        }
        if (!fits(call.get(), time)) {
            parked.putBack(waiting);
            return false;
        }
        each.execute(() -> {
            try {
                finishOrLog(waiting, call.get().resumed(waiting.call(), time.end()));
            } finally {
                hands.release();
            }
        });
        return true;
    }

    private void finishOrLog(ParkedCall waiting, PlannedCall call) {
        try {
            finish(waiting, call);
        } catch (RuntimeException failure) {
            notFinished(waiting, failure);
        }
    }

    /** The lease brings it back; the others must not wait for this one. */
    private static void notFinished(ParkedCall waiting, RuntimeException failure) {
        LOG.errorf(failure, "parked call %s was not finished", waiting.call());
    }

    /** Empty when it can no longer be sent, and was given up. */
    private Optional<PlannedCall> planned(ParkedCall waiting) {
        String name = waiting.request().provider();
        try {
            Optional<Provider> provider = providers.find(name);
            if (provider.isEmpty()) {
                giveUp(waiting, "provider '" + name + "' was removed while the call was parked");
                return Optional.empty();
            }
            // Its budget and weight of today; one that was removed has none, and its calls still end.
            Project project = projects.find(waiting.project())
                    .map(known -> new Project(known.id(), waiting.tier(), known.monthlyBudget(), known.weight()))
                    .orElseGet(() -> new Project(waiting.project(), waiting.tier(), Optional.empty()));
            CallRequest request = isLastTry(waiting) ? waiting.request().withoutDeferral() : waiting.request();
            return Optional.of(planner.plan(project, provider.get(), request, Calls.API_INTEGRATION, true));
        } catch (InvalidInput noLonger) {
            giveUp(waiting, "the provider's document changed while the call was parked: " + noLonger.getMessage());
        } catch (RuntimeException failure) {
            notFinished(waiting, failure);
        }
        return Optional.empty();
    }

    /** An attempt that is cut short may be one that was carried out all the same: there must be time for a whole one. */
    private boolean fits(PlannedCall call, WorkingTime time) {
        Instant now = means.clock().instant();
        Duration left = Duration.between(now, call.deadline());
        Duration attempt = call.operation().timeout();
        return time.fits(now, left.compareTo(attempt) < 0 ? left : attempt);
    }

    private void finish(ParkedCall waiting, PlannedCall call) {
        Journey journey = new Journey(call);
        // Nothing is sent after the call's deadline, and nobody else takes it before the lease ends.
        Duration working = Duration.between(means.clock().instant(), call.deadline());
        Duration lease = working.plus(means.config().parkedLease());
        if (!parked.hold(waiting, lease)) {
            LOG.infof("parked call %s is another instance's by now", waiting.call());
            return;
        }
        journey.resume(waiting);
        // As late as can be: until then it is certain that this instance did nothing, whatever becomes of it.
        journey.beforeSending(() -> {
            if (!parked.begin(waiting, lease)) {
                throw new AnothersByNow("parked call " + waiting.call() + " is another instance's by now");
            }
        });
        if (!journey.isProtected(call.deadline())) {
            end(
                    journey,
                    new Ending.Failed(
                            Symptom.TIMEOUT,
                            call.isKeyed()
                                    ? "it may have been carried out, and by now its provider may have forgotten its"
                                            + " idempotency key"
                                    : "the instance that was sending it died; it may have been carried out"));
            return;
        }
        boolean told = false;
        try {
            tell(waiting, journey, calls.travel(journey));
            told = true;
        } catch (AnothersByNow lost) {
            LOG.info(lost.getMessage());
        } catch (RuntimeException trouble) {
            if (!journey.mayHaveActed()) {
                putBack(waiting, trouble);
            }
            throw trouble;
        } finally {
            if (!told) {
                bookkeeping.settle(journey);
            }
        }
    }

    /** Nothing was sent that counts: it is as it was before, and tried again when the trouble may be over. */
    private void putBack(ParkedCall waiting, RuntimeException trouble) {
        Instant soon = means.clock().instant().plus(AFTER_TROUBLE);
        for (int tries = 1; tries <= TRIES; tries++) {
            try {
                parked.putBack(waiting.later(soon));
                return;
            } catch (Ledger.LedgerUnavailable away) {
                trouble.addSuppressed(away); // in the end its lease ends
                means.pause().sleep(BETWEEN_TRIES);
            }
        }
    }

    /** Somebody else took the call up, whose it is now. */
    private static final class AnothersByNow extends RuntimeException {
        private static final long serialVersionUID = 1;

        AnothersByNow(String message) {
            super(message);
        }
    }

    private void tell(ParkedCall waiting, Journey journey, Ending ending) {
        if (ending instanceof Ending.Parked again) {
            boolean wasSent = !journey.attempts().isEmpty();
            ledger.postpone(
                    bookkeeping.write(journey, ending),
                    waiting.again(again.notBefore(), wasSent, journey.doubtfulSince()));
        } else {
            end(journey, ending);
        }
    }

    /** Whether it has waited long enough: what keeps it from being answered now is told, and the alternatives are tried. */
    private boolean isLastTry(ParkedCall waiting) {
        Instant longest = CallId.madeAt(waiting.call()).plus(means.config().longestParked());
        return waiting.refusals() >= means.config().mostRefusals()
                || !means.clock().instant().isBefore(longest);
    }

    private void end(Journey journey, Ending ending) {
        CallRecord written = bookkeeping.write(journey, ending);
        ledger.complete(
                written,
                ending instanceof Ending.Given given
                        ? Optional.of(bookkeeping.kept(journey, given))
                        : Optional.empty());
        endings.tell(written.id());
    }

    private void giveUp(ParkedCall waiting, String reason) {
        ledger.complete(bookkeeping.abandoned(waiting, reason), Optional.empty());
        endings.tell(waiting.call());
    }
}
