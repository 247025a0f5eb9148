package dev.heir.integration.call;

import dev.heir.integration.cache.Asked;
import dev.heir.integration.cache.Condition;
import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.cache.Reuse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Looks for kept answers: one that may be given unasked, one that others are just fetching, one for when all else fails. */
@Singleton
final class Kept {

    /** Half a megabyte each; what is forgotten costs a look too many. */
    private static final int MOST_REMEMBERED = 4096;

    /** How often it is looked whether another instance has its answer. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(25);

    /** Of what is left of a call's deadline: who waited for another's answer in vain still needs its own. */
    private static final int PART = 2;

    /** Who waits for an answer that nobody knows to be for keeping may wait in vain: for one that only it can bring about. */
    private static final Duration ON_A_GUESS = Duration.ofSeconds(1);

    private static final KeptAnswers.Place NOWHERE = new KeptAnswers.Place("", "", "", "");

    private final KeptAnswers answers;
    private final Places places;
    private final CallConfig config;
    private final Means means;
    private final CacheMeters meters;
    private final Flights flights = new Flights();
    private final Expected expected = new Expected(MOST_REMEMBERED);

    Kept(KeptAnswers answers, Places places, Means means, CacheMeters meters) {
        this.answers = answers;
        this.places = places;
        this.config = means.config();
        this.means = means;
        this.meters = meters;
    }

    Expected expected() {
        return expected;
    }

    /**
     * What is to be done with a call, and what others wait for while it is done.
     *
     * @param collapsed whether it was given what another request had brought
     * @param flight that this call leads
     * @param claim under which it asks for the whole fleet
     */
    record Look(
            Asked asked,
            KeptAnswers.Place place,
            Reuse reuse,
            boolean collapsed,
            Optional<Flights.Flight> flight,
            Optional<UUID> claim) {

        static Look without(Asked asked, KeptAnswers.Place place, Reuse reuse) {
            return new Look(asked, place, reuse, false, Optional.empty(), Optional.empty());
        }

        /** The same, to ask although there is something to give. */
        Look asking() {
            return new Look(asked, place, new Reuse.Ask(Reuse.Why.STALE, kept()), false, flight, claim);
        }

        /** Whether this call, alone in the fleet, is to ask for a newer one. */
        boolean renews() {
            return claim.isPresent();
        }

        /** What the provider is asked to confirm. */
        Optional<KeptAnswer> confirm() {
            return asked.isHead() ? Optional.empty() : kept().filter(KeptAnswer::hasValidator);
        }

        /** What there is, although it is not given as it is. */
        Optional<KeptAnswer> kept() {
            return switch (reuse) {
                case Reuse.Ask ask -> ask.kept();
                case Reuse.GiveMeanwhile meanwhile -> Optional.of(meanwhile.answer());
                case Reuse.Give _, Reuse.Nothing _ -> Optional.empty();
            };
        }

        Reuse.Why why() {
            return reuse instanceof Reuse.Ask ask ? ask.why() : Reuse.Why.STALE;
        }
    }

    /** Looks in memory first, and in the database only where something may be. */
    Look look(PlannedCall call) {
        Instant now = means.clock().instant();
        Asked asked = Places.asked(call);
        if (!call.operation().safe() || !call.body().isWhole()) {
            return Look.without(asked, NOWHERE, new Reuse.Ask(Reuse.Why.METHOD, Optional.empty()));
        }
        KeptAnswers.Place place = places.of(call);
        if (!Places.isCacheable(call)) {
            return Look.without(asked, place, new Reuse.Ask(Reuse.Why.BYPASS, Optional.empty()));
        }
        Reuse inMemory = Reuse.of(asked, answers.remembered(place), now);
        if (inMemory instanceof Reuse.Give) {
            return Look.without(asked, place, inMemory);
        }
        boolean worth = expected.isWorthLooking(place.alike(), Places.group(call), now);
        if (!worth && !(inMemory instanceof Reuse.Nothing)) {
            return Look.without(asked, place, inMemory);
        }
        boolean alone = asked.isPartial()
                || asked.says().says("no-cache")
                || asked.says().says("no-store")
                || asked.says().says("only-if-cached");
        return alone
                ? Look.without(asked, place, Reuse.of(asked, answers.find(place), now))
                : together(call, asked, place);
    }

    /** What would be given unasked just now. */
    Optional<KeptAnswer> fresh(PlannedCall call) {
        return Places.isCacheable(call)
                        && Reuse.of(
                                        Places.asked(call),
                                        answers.find(places.of(call)),
                                        means.clock().instant())
                                instanceof Reuse.Give(KeptAnswer answer)
                ? Optional.of(answer)
                : Optional.empty();
    }

    /** Of all who miss the same answer, one asks for it. */
    private Look together(PlannedCall call, Asked asked, KeptAnswers.Place place) {
        Instant now = means.clock().instant();
        Flights.Turn turn = flights.join(place.alike(), now, call.deadline());
        if (turn.leads()) {
            try {
                return first(call, asked, place, turn.flight());
            } catch (RuntimeException ours) {
                turn.flight().land(List.of());
                throw ours;
            }
        }
        List<KeptAnswer> brought = turn.flight().await(patience(call, now)).orElse(List.of());
        Instant then = means.clock().instant();
        Reuse reuse = Reuse.of(asked, brought, then);
        boolean given = reuse instanceof Reuse.Give || reuse instanceof Reuse.GiveMeanwhile;
        Reuse own = given ? reuse : Reuse.of(asked, answers.remembered(place), then);
        return new Look(asked, place, own, given, Optional.empty(), Optional.empty());
    }

    private Look first(PlannedCall call, Asked asked, KeptAnswers.Place place, Flights.Flight flight) {
        Instant now = means.clock().instant();
        Duration left = Duration.between(now, call.deadline());
        Instant enough = now.plus(patience(call, now));
        KeptAnswers.Found found = answers.look(place, left);
        Reuse reuse = Reuse.of(asked, found.answers(), now);
        boolean waited = false;
        while (reuse instanceof Reuse.Ask && found.underWay() && now.isBefore(enough)) {
            waited = true;
            means.pause().sleep(LOOK_AGAIN);
            now = means.clock().instant();
            found = answers.look(place, Duration.between(now, call.deadline()));
            reuse = Reuse.of(asked, found.answers(), now);
        }
        Optional<UUID> claim = found.claim();
        return switch (reuse) {
            case Reuse.Give _ -> {
                flight.land(found.answers());
                claim.ifPresent(unused -> answers.release(place, unused));
                yield new Look(asked, place, reuse, waited, Optional.empty(), Optional.empty());
            }
            // Nobody need wait for the newer one; who has the claim fetches it.
            case Reuse.GiveMeanwhile _ -> {
                flight.land(found.answers());
                yield new Look(asked, place, reuse, false, Optional.empty(), found.claim());
            }
            case Reuse.Ask _, Reuse.Nothing _ ->
                new Look(asked, place, reuse, false, Optional.of(flight), found.claim());
        };
    }

    /** How long it is worth waiting for what another request brings. */
    private Duration patience(PlannedCall call, Instant now) {
        Duration part = Duration.between(now, call.deadline()).dividedBy(PART);
        boolean likely = call.operation().cache().isPresent() || expected.isLikely(Places.group(call));
        return likely || part.compareTo(ON_A_GUESS) < 0 ? part : ON_A_GUESS;
    }

    /** How a look ends that kept nothing: nobody waits for it any longer. */
    void leave(Look look) {
        look.flight().ifPresent(flight -> flight.land(List.of()));
        look.claim().ifPresent(claim -> answers.release(look.place(), claim));
    }

    /** The answer to a safe call, when it can be had from nowhere else. */
    Optional<KeptAnswer> standIn(PlannedCall call) {
        Instant now = means.clock().instant();
        return call.operation().safe() && call.body().isWhole()
                ? Reuse.inNeed(Places.asked(call), answers.find(places.of(call)), now)
                        .filter(kept -> kept.age(now).compareTo(config.longestStale()) <= 0 || kept.isFresh(now))
                : Optional.empty();
    }

    /**
     * The answer to spare a scarce quota with, fresh or stale. Only of an operation whose owner declared that an old
     * answer may do, and never against the word of its provider, which could be asked after all.
     */
    Optional<KeptAnswer> sparing(PlannedCall call) {
        return call.operation().cache().filter(Duration::isPositive).isEmpty()
                ? Optional.empty()
                : standIn(call).filter(kept -> kept.said()
                        .time("max-age")
                        .filter(Duration::isZero)
                        .isEmpty());
    }

    /** What is given of a kept answer: all of it, a part, or that the caller has it. */
    Condition.Given given(Look look, KeptAnswer answer) {
        meters.given(answer.isFresh(means.clock().instant()), look.collapsed());
        return Condition.of(look.asked(), answer);
    }
}
