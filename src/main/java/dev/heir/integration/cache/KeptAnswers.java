package dev.heir.integration.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where answers are kept for the whole fleet. Losing one costs a call, never an answer. */
public interface KeptAnswers {

    /**
     * Where the answers to a request are kept.
     *
     * @param target the address that was asked, whoever asked: what a request with an effect makes invalid
     * @param alike for those who ask with the same credentials for the same project
     * @param everybody for everybody
     * @param turn of those whose requests one answer can serve: of all of them, one asks
     */
    record Place(String provider, String target, String alike, String everybody, String turn) {

        public Place(String provider, String target, String alike, String everybody) {
            this(provider, target, alike, everybody, alike);
        }

        public Place withTurn(String other) {
            return new Place(provider, target, alike, everybody, other);
        }

        public String of(Storing.Audience audience) {
            return audience == Storing.Audience.EVERYBODY ? everybody : alike;
        }
    }

    /**
     * What the fleet has.
     *
     * @param claim under which this request, alone in the fleet, asks the provider
     * @param underWay whether another instance is asking just now
     */
    record Found(List<KeptAnswer> answers, Optional<UUID> claim, boolean underWay) {

        public static final Found NOTHING = new Found(List.of(), Optional.empty(), false);
    }

    /** What this instance remembers; it costs nothing, and is never older than a stated age. */
    List<KeptAnswer> remembered(Place place);

    /** What the fleet has, in one round trip. */
    default List<KeptAnswer> find(Place place) {
        return look(place, Duration.ZERO).answers();
    }

    /**
     * The same, and where nothing is fresh, a claim to ask the provider.
     *
     * @param lease for how long others wait for whoever has the claim; zero for none
     */
    Found look(Place place, Duration lease);

    /** The same for who waits for whoever has the claim, and wants none. */
    Found watch(Place place);

    /** Others need not wait for what this claim brings, which takes its time; another may ask as well. */
    void stopWaiting(Place place, UUID claim);

    /** Keeps the answer in place of an older one; not where the claim it was asked for under was lost meanwhile. */
    void keep(Place place, Storing.Kept kept, Optional<UUID> claim);

    /** Nothing was kept: others need not wait any longer. */
    void release(Place place, UUID claim);

    /** What is kept of these addresses is not given any more, to anybody; what is under way is not kept. */
    void forget(String provider, Collection<String> targets);
}
