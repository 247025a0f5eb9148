package dev.heir.integration.call;

import dev.heir.integration.cache.Asked;
import dev.heir.integration.cache.CacheControl;
import dev.heir.integration.cache.Condition;
import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.cache.Reuse;
import dev.heir.integration.cache.Spelled;
import dev.heir.integration.provider.Body;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** Looks for kept answers: one that may be given unasked, one that others are just fetching, one for when all else fails. */
@Singleton
final class Kept {

    /** Half a megabyte each; what is forgotten costs a look too many. */
    private static final int MOST_REMEMBERED = 4096;

    /** How soon it is looked again whether another instance has its answer: after that, and after twice as long each time. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(25);

    private static final Duration LOOK_AGAIN_AT_LEAST = Duration.ofMillis(200);

    /** Of what is left of a call's deadline: who waited for another's answer in vain still needs its own. */
    private static final int PART = 2;

    /** Who waits longer than providers mostly take had better ask. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /** What makes the answers to requests differ, unless their provider says by what they vary. */
    private static final Set<String> NEGOTIATED = Set.of("accept", "accept-encoding", "accept-language");

    private static final KeptAnswers.Place NOWHERE = new KeptAnswers.Place("", "", "", "");

    private final KeptAnswers answers;
    private final Places places;
    private final CallConfig config;
    private final Means means;
    private final CacheMeters meters;
    private final Aside aside;
    private final Flights flights = new Flights();
    private final Expected expected = new Expected(MOST_REMEMBERED);

    Kept(KeptAnswers answers, Places places, Means means, CacheMeters meters, Aside aside) {
        this.answers = answers;
        this.places = places;
        this.config = means.config();
        this.means = means;
        this.meters = meters;
        this.aside = aside;
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

        /** The same, with nobody waiting for it. */
        Look alone() {
            return new Look(asked, place, reuse, collapsed, Optional.empty(), Optional.empty());
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
        if (!call.operation().safe() || !call.body().isWhole() || call.opensSocket()) {
            return Look.without(asked, NOWHERE, new Reuse.Ask(Reuse.Why.METHOD, Optional.empty()));
        }
        KeptAnswers.Place place = withTurn(places.of(call), asked);
        if (!Places.isCacheable(call)) {
            return Look.without(asked, place, new Reuse.Ask(Reuse.Why.BYPASS, Optional.empty()));
        }
        Reuse inMemory = Reuse.of(asked, capped(call, answers.remembered(place)), now);
        if (inMemory instanceof Reuse.Give) {
            return Look.without(asked, place, inMemory);
        }
        Expected.Effort effort = expected.effort(
                place.alike(), Places.group(call), call.operation().cache().isPresent(), now);
        if (effort == Expected.Effort.NOTHING && !(inMemory instanceof Reuse.Nothing)) {
            return Look.without(asked, place, inMemory);
        }
        if (!mayShare(asked)) {
            return Look.without(asked, place, Reuse.of(asked, found(call, place), now));
        }
        if (effort == Expected.Effort.TOGETHER) {
            return together(call, asked, place);
        }
        Reuse reuse = Reuse.of(asked, found(call, place), now);
        // Somebody must renew it, and that is for one alone.
        return reuse instanceof Reuse.GiveMeanwhile ? together(call, asked, place) : Look.without(asked, place, reuse);
    }

    /** Whether what another request brings can be for this one, and the other way round. */
    private static boolean mayShare(Asked asked) {
        CacheControl says = asked.says();
        return !asked.isHead()
                && !asked.isPartial()
                && !says.says("no-cache")
                && !says.says("no-store")
                && !says.says("only-if-cached")
                && !says.says("min-fresh")
                && says.time("max-age").filter(Duration::isZero).isEmpty();
    }

    /** Requests that differ in what answers are known, or likely, to vary by do not wait for each other. */
    private KeptAnswers.Place withTurn(KeptAnswers.Place place, Asked asked) {
        TreeMap<String, String> telling = new TreeMap<>(asked.headers());
        telling.keySet().retainAll(expected.varies(place.alike()).orElse(NEGOTIATED));
        return telling.isEmpty() ? place : place.withTurn(Digest.of(Body.EMPTY, place.alike(), Spelled.of(telling)));
    }

    private List<KeptAnswer> found(PlannedCall call, KeptAnswers.Place place) {
        return capped(call, orNothing(() -> answers.find(place), List.of()));
    }

    /** Nobody's call fails because what is kept cannot be read: it is a miss like any other. */
    private static <T> T orNothing(Supplier<T> look, T nothing) {
        try {
            return look.get();
        } catch (RuntimeException ours) {
            Log.warnf(ours, "what is kept could not be looked at");
            return nothing;
        }
    }

    /** What the owner of an operation says today counts for what was kept before, too. */
    private static List<KeptAnswer> capped(PlannedCall call, List<KeptAnswer> found) {
        return call.operation()
                .cache()
                .map(most -> found.stream().map(answer -> answer.freshFor(most)).toList())
                .orElse(found);
    }

    /** What would be given unasked just now. */
    Optional<KeptAnswer> fresh(PlannedCall call) {
        return Places.isCacheable(call)
                        && Reuse.of(
                                        Places.asked(call),
                                        found(call, places.of(call)),
                                        means.clock().instant())
                                instanceof Reuse.Give(KeptAnswer answer)
                ? Optional.of(answer)
                : Optional.empty();
    }

    /** Of all who miss the same answer, one asks for it. */
    private Look together(PlannedCall call, Asked asked, KeptAnswers.Place place) {
        Instant now = means.clock().instant();
        Flights.Turn turn = flights.join(place.turn(), now, call.deadline());
        if (turn.leads()) {
            boolean took = false;
            try {
                Look look = first(call, asked, place, turn.flight());
                took = true;
                return look;
            } finally {
                if (!took) {
                    turn.flight().land(List.of());
                }
            }
        }
        List<KeptAnswer> brought = turn.flight().await(patience(call, now)).orElse(List.of());
        Instant then = means.clock().instant();
        Reuse reuse = Reuse.of(asked, capped(call, brought), then);
        boolean given = reuse instanceof Reuse.Give || reuse instanceof Reuse.GiveMeanwhile;
        Reuse own = given ? reuse : Reuse.of(asked, capped(call, answers.remembered(place)), then);
        return new Look(asked, place, own, given, Optional.empty(), Optional.empty());
    }

    private Look first(PlannedCall call, Asked asked, KeptAnswers.Place place, Flights.Flight flight) {
        Instant now = means.clock().instant();
        Duration left = Duration.between(now, call.deadline());
        Instant enough = now.plus(patience(call, now));
        KeptAnswers.Found found = orNothing(() -> answers.look(place, left), KeptAnswers.Found.NOTHING);
        Reuse reuse = Reuse.of(asked, capped(call, found.answers()), now);
        boolean waited = false;
        Duration pause = LOOK_AGAIN;
        while (reuse instanceof Reuse.Ask && found.underWay() && now.isBefore(enough)) {
            waited = true;
            Duration rest = Duration.between(now, enough);
            means.pause().sleep(pause.compareTo(rest) < 0 ? pause : rest);
            pause = pause.compareTo(LOOK_AGAIN_AT_LEAST) < 0 ? pause.multipliedBy(2) : LOOK_AGAIN_AT_LEAST;
            found = orNothing(() -> answers.watch(place), KeptAnswers.Found.NOTHING);
            now = means.clock().instant();
            reuse = Reuse.of(asked, capped(call, found.answers()), now);
        }
        Optional<UUID> claim = found.claim();
        return switch (reuse) {
            case Reuse.Give _ -> {
                flight.land(found.answers());
                claim.ifPresent(unused -> aside.run(() -> answers.release(place, unused)));
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
        return part.compareTo(LONGEST_WAIT) < 0 ? part : LONGEST_WAIT;
    }

    /** How a look ends that kept nothing: nobody waits for it any longer, and its own caller does not wait for that. */
    void leave(Look look) {
        look.flight().ifPresent(flight -> flight.land(List.of()));
        look.claim().ifPresent(claim -> aside.run(() -> answers.release(look.place(), claim)));
    }

    /** What is still to be kept comes no faster than its caller reads it: the others had better ask themselves. */
    void letOthersGo(Look look) {
        look.flight().ifPresent(flight -> flight.land(List.of()));
        look.claim().ifPresent(claim -> aside.run(() -> answers.stopWaiting(look.place(), claim)));
    }

    /** How a look ends that no answer came for. */
    void failed(PlannedCall call, Look look) {
        leave(look);
        if (call.operation().safe() && call.body().isWhole() && Places.isCacheable(call)) {
            expected.failed(
                    look.place().alike(), Places.group(call), means.clock().instant());
        }
    }

    /** The answer to a safe call, when it can be had from nowhere else. */
    Optional<KeptAnswer> standIn(PlannedCall call) {
        Instant now = means.clock().instant();
        return call.operation().safe() && call.body().isWhole()
                ? Reuse.inNeed(Places.asked(call), found(call, places.of(call)), now)
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
