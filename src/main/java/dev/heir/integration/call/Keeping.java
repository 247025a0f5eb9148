package dev.heir.integration.call;

import dev.heir.integration.cache.Asked;
import dev.heir.integration.cache.CacheConfig;
import dev.heir.integration.cache.CacheStatus;
import dev.heir.integration.cache.Condition;
import dev.heir.integration.cache.Confirmation;
import dev.heir.integration.cache.Freshness;
import dev.heir.integration.cache.Invalidation;
import dev.heir.integration.cache.KeptAnswer;
import dev.heir.integration.cache.KeptAnswers;
import dev.heir.integration.cache.Selection;
import dev.heir.integration.cache.Storing;
import dev.heir.integration.provider.Body;
import dev.heir.integration.provider.Flow;
import dev.heir.integration.strike.Reply;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Keeps what providers answer, as they allow it, and forgets what a request with an effect has changed. */
@Singleton
final class Keeping {

    private static final int MOST_REMEMBERED = 4096;

    private final KeptAnswers answers;
    private final Kept kept;
    private final Places places;
    private final Means means;
    private final CacheMeters meters;
    private final CacheConfig config;
    private final Lately inNeed = new Lately(MOST_REMEMBERED);

    Keeping(KeptAnswers answers, Kept kept, Places places, Means means, CacheMeters meters, CacheConfig config) {
        this.config = config;
        this.answers = answers;
        this.kept = kept;
        this.places = places;
        this.means = means;
        this.meters = meters;
    }

    /** What the caller gets of what the provider answered, once it is kept or known not to be for keeping. */
    record Heard(int status, Map<String, List<String>> headers, Body body) {}

    /**
     * @param askedAt when the request left that was answered
     */
    Heard heard(PlannedCall call, Kept.Look look, Reply.Responded reply, Instant askedAt) {
        try {
            return judged(call, look, reply, askedAt);
        } catch (RuntimeException ours) { // the call is answered, whatever becomes of what is kept
            Log.warnf(ours, "an answer could not be judged and is not kept");
            kept.leave(look);
            Condition.Given given = look.confirm()
                    .filter(_ -> reply.status() == 304)
                    .map(old -> Condition.of(look.asked(), old))
                    .orElseGet(() -> new Condition.Given(reply.status(), reply.headers(), reply.body()));
            return new Heard(given.status(), given.headers(), given.body());
        }
    }

    private Heard judged(PlannedCall call, Kept.Look look, Reply.Responded reply, Instant askedAt) {
        if (!call.operation().safe()) {
            return new Heard(reply.status(), reply.headers(), reply.body());
        }
        if (!call.body().isWhole() || call.opensSocket()) {
            return new Heard(reply.status(), reply.headers(), reply.body());
        }
        Optional<KeptAnswer> asking = look.confirm();
        if (reply.status() == 304 && asking.isPresent()) {
            return confirmed(call, look, asking.get(), reply, askedAt);
        }
        if (reply.inside().trouble().isPresent()) { // errors that come in a 200 are no answer to give to others
            kept.leave(look);
            return told(look, reply, false, reply.body());
        }
        if (look.asked().isHead()) {
            headed(call, look, reply, askedAt);
            return told(look, reply, false, reply.body());
        }
        Optional<Storing.Kept> keeping = Storing.of(
                        look.asked(),
                        reply.status(),
                        reply.headers(),
                        reply.body(),
                        call.operation().cache(),
                        askedAt,
                        reply.at())
                .filter(_ -> !call.operation().showsSecrets()); // it would lie in the database in clear
        boolean forKeeping = keeping.filter(one -> !one.answer().inNeedOnly()).isPresent();
        expect(call, look, reply, forKeeping);
        meters.missed();
        if (!forKeeping) { // others learn it at once, however long its caller takes to read it
            kept.leave(look);
        }
        Kept.Look led = forKeeping ? look : look.alone();
        if (keeping.isEmpty() || !isStillTheSame(call, look) || !isDue(look, keeping.get(), reply.at())) {
            kept.leave(led);
            return told(look, reply, false, reply.body());
        }
        if (reply.body().flow().isPresent()) {
            return told(
                    look,
                    reply,
                    forKeeping,
                    flowing(led, keeping.get(), reply.body().flow().get()));
        }
        keep(led, keeping.get());
        Condition.Given given = look.confirm().isPresent()
                ? Condition.of(
                        look.asked(),
                        new KeptAnswer(
                                reply.status(),
                                reply.headers(),
                                reply.body(),
                                reply.at(),
                                Duration.ZERO,
                                Duration.ZERO,
                                keeping.get().answer().selection(),
                                false))
                : new Condition.Given(reply.status(), reply.headers(), reply.body());
        return new Heard(
                given.status(),
                CacheStatus.forwarded(given.headers(), look.why(), reply.status(), forKeeping),
                given.body());
    }

    private Heard told(Kept.Look look, Reply.Responded reply, boolean stored, Body body) {
        return new Heard(
                reply.status(), CacheStatus.forwarded(reply.headers(), look.why(), reply.status(), stored), body);
    }

    /** The provider says that what is kept is still so. */
    private Heard confirmed(PlannedCall call, Kept.Look look, KeptAnswer old, Reply.Responded reply, Instant askedAt) {
        meters.confirmed();
        expect(call, look, reply, true);
        Confirmation.Confirmed renewed = Confirmation.by(
                old, look.asked(), reply.headers(), call.operation().cache(), askedAt, reply.at());
        boolean keeps = renewed.keeping().isPresent() && isStillTheSame(call, look);
        if (keeps) {
            keep(look, renewed.keeping().get());
        } else {
            kept.leave(look);
        }
        if (renewed.withdrawn()) {
            answers.forget(call.provider().id(), Set.of(look.place().target()));
        }
        Condition.Given given = Condition.of(look.asked(), renewed.answer());
        Map<String, List<String>> headers = new HashMap<>(given.headers());
        // It is for who asked, and therefore not among what is kept.
        Optional.ofNullable(reply.headers().get("set-cookie")).ifPresent(cookies -> headers.put("set-cookie", cookies));
        return new Heard(
                given.status(), CacheStatus.forwarded(headers, look.why(), reply.status(), keeps), given.body());
    }

    /** An answer to HEAD renews what is kept of GET, where it is about the same (RFC 9111, section 4.3.5). */
    private void headed(PlannedCall call, Kept.Look look, Reply.Responded reply, Instant askedAt) {
        boolean ofGet = Storing.of(
                        new Asked("GET", look.asked().headers()),
                        reply.status(),
                        reply.headers(),
                        Body.EMPTY,
                        call.operation().cache(),
                        askedAt,
                        reply.at())
                .filter(one -> !one.answer().inNeedOnly())
                .isPresent();
        expect(call, look, reply, ofGet);
        look.kept()
                .filter(answer -> Confirmation.isAbout(answer, reply.status(), reply.headers()))
                .filter(_ -> Freshness.isExplicit(reply.headers()))
                .flatMap(answer -> Confirmation.by(
                                answer,
                                look.asked(),
                                reply.headers(),
                                call.operation().cache(),
                                askedAt,
                                reply.at())
                        .keeping())
                .ifPresent(keeping -> store(look.place(), keeping, look.claim()));
        kept.leave(look);
    }

    private void keep(Kept.Look look, Storing.Kept keeping) {
        try {
            store(look.place(), keeping, look.claim());
        } finally {
            look.flight()
                    .ifPresent(flight ->
                            flight.land(keeping.answer().inNeedOnly() ? List.of() : List.of(keeping.answer())));
        }
    }

    /** Trouble with it is no trouble of the call: what was answered is answered, and a download goes on. */
    private void store(KeptAnswers.Place place, Storing.Kept keeping, Optional<UUID> claim) {
        try {
            answers.keep(place, keeping, claim);
            meters.stored();
        } catch (RuntimeException ours) {
            Log.warnf(ours, "an answer could not be kept");
        }
    }

    /** It is kept when its last byte has passed, and not at all where it is too large or breaks off. */
    private Body flowing(Kept.Look look, Storing.Kept keeping, Flow flow) {
        int most = Math.toIntExact(config.largestKeptBody().asLongValue());
        if (flow.length().isPresent() && flow.length().getAsLong() > most) {
            kept.leave(look);
            return Body.of(flow);
        }
        kept.letOthersGo(look);
        Tee tee = new Tee(
                flow,
                most,
                whole -> whole.ifPresentOrElse(body -> keep(look, with(keeping, body)), () -> kept.leave(look)));
        return Body.of(new Flow(tee, flow.length(), () -> {
            flow.cut();
            tee.cut();
        }));
    }

    private static Storing.Kept with(Storing.Kept keeping, Body body) {
        KeptAnswer answer = keeping.answer();
        return new Storing.Kept(
                new KeptAnswer(
                        answer.status(),
                        answer.headers(),
                        body,
                        answer.heardAt(),
                        answer.initialAge(),
                        answer.fresh(),
                        answer.selection(),
                        answer.inNeedOnly()),
                keeping.audience(),
                keeping.askedAt());
    }

    /** What a request made of it tells nothing of those that ask for all of it. */
    private void expect(PlannedCall call, Kept.Look look, Reply.Responded reply, boolean forKeeping) {
        boolean ofItsOwn = look.asked().isPartial()
                || look.asked().says().says("no-store")
                || (reply.status() == 304 && look.confirm().isEmpty());
        if (ofItsOwn) {
            return;
        }
        kept.expected()
                .heard(
                        look.place().alike(),
                        Places.group(call),
                        forKeeping,
                        Selection.by(reply.headers(), look.asked())
                                .map(selection -> selection.headers().keySet()),
                        means.clock().instant());
    }

    /** A credential that was replaced meanwhile makes it nobody's answer. */
    private boolean isStillTheSame(PlannedCall call, Kept.Look look) {
        return places.of(call).withTurn(look.place().turn()).equals(look.place());
    }

    /** What is kept for need only is not kept anew each time: a busy operation would cost PostgreSQL a writing per call. */
    private boolean isDue(Kept.Look look, Storing.Kept keeping, Instant now) {
        return !keeping.answer().inNeedOnly()
                || inNeed.isDue(look.place().alike(), now, means.config().keepEvery());
    }

    /**
     * A request with an effect makes invalid what is kept of what it changed (RFC 9111, section 4.4), whoever signed it and
     * whichever provider carried it out.
     */
    void changed(Journey journey) {
        for (Journey.Effect effect : journey.effects()) {
            try {
                changed(effect, journey.askedAt(effect.reply()));
            } catch (RuntimeException ours) { // it was carried out all the same
                Log.warnf(ours, "what a request changed could not be made invalid");
            }
        }
    }

    private void changed(Journey.Effect effect, Optional<Instant> askedAt) {
        PlannedCall call = effect.call();
        Reply.Responded reply = effect.reply();
        URI asked = call.at(URI.create(effect.target()));
        Set<URI> changed = Invalidation.by(asked, reply.status(), reply.headers());
        if (!changed.isEmpty()) {
            answers.forget(call.provider().id(), Places.targets(call, changed));
        }
        boolean tells = call.operation().method().equals("POST")
                && reply.status() == 200
                && reply.body().isWhole()
                && Freshness.isExplicit(reply.headers())
                && Invalidation.resolved(asked, reply.headers(), "content-location")
                        .filter(asked::equals)
                        .isPresent();
        if (tells) {
            tellsTheNewState(call, reply, askedAt.orElse(reply.at()));
        }
    }

    /**
     * What a POST answers with the address it went to is what GET would answer there (RFC 9110, section 9.3.3). It
     * is what that very change made, and so is told after it.
     */
    private void tellsTheNewState(PlannedCall call, Reply.Responded reply, Instant askedAt) {
        Map<String, String> headers = new HashMap<>(call.headers());
        headers.keySet().removeIf(name -> name.startsWith("content-"));
        PlannedCall get = call.as(
                call.provider(),
                call.operation().withMethod("GET"),
                call.pathAndQuery(),
                headers,
                Body.EMPTY,
                call.asIs());
        Storing.of(
                        new Asked("GET", headers),
                        reply.status(),
                        reply.headers(),
                        reply.body(),
                        Optional.empty(),
                        askedAt,
                        reply.at())
                .filter(keeping -> !keeping.answer().inNeedOnly())
                .map(keeping -> new Storing.Kept(
                        keeping.answer(), keeping.audience(), means.clock().instant()))
                .ifPresent(keeping -> store(places.of(get), keeping, Optional.empty()));
    }
}
