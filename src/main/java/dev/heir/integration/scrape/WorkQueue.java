package dev.heir.integration.scrape;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Deals out pages that are due to whoever fetches them. What becomes of a page stands in {@link PageQueue}, so what is dealt
 * out twice does no harm, and what was lost on the way is dealt out again.
 */
public interface WorkQueue {

    /**
     * Pages of these hosts wait that did not before, or others may move up. Whatever fails here does not harm who stored
     * them: it is made good by {@link #announceAll()}.
     */
    void announce(Collection<String> hosts);

    /**
     * The same for all hosts.
     *
     * @return whether pages reach who fetches them without anybody looking; if not, whoever asks has to fetch them itself
     */
    boolean announceAll();

    /**
     * What is due, hidden from everybody else until it is answered or its time is up.
     *
     * @param lease for how long pages are ours
     */
    List<Work> take(int most, Duration lease);

    /** It is not dealt out again. */
    void done(Work work);

    /** It failed: it is dealt out again after a pause, or laid aside when it has been often enough. */
    void again(Work work, Duration pause);

    /** What is dealt out. */
    sealed interface Work {

        /** A page that is ours. */
        record Taken(Errand errand) implements Work {}

        /** A message that asks for a page, which is somebody's once it is claimed. */
        record Told(Message message) implements Work {}
    }

    /** The queue of another machine, which wakes who fetches. */
    interface Remote {

        /** Empty where there is none: then pages are taken from the database. */
        Optional<WorkQueue> configured();
    }
}
