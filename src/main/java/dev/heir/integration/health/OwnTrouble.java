package dev.heir.integration.health;

import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Tells whether it is our own network that is down: a pure decision. */
final class OwnTrouble {

    /** Two hosts can fail together by chance or by sharing a cause; three at once, and nobody else answering, is us. */
    private static final int HOSTS = 3;

    private OwnTrouble() {}

    /**
     * @param outside targets that lie outside our own network
     * @param troubled whether the last sweep said that our network is down: then it is until somebody is heard again
     * @return true when at least three hosts were silent since anybody was last heard
     */
    static boolean network(Collection<Evidence.Target> outside, boolean troubled) {
        Optional<Instant> heard =
                outside.stream().flatMap(target -> target.lastHeard().stream()).max(Comparator.naturalOrder());
        if (troubled) {
            return heard.isEmpty();
        }
        return outside.stream()
                        .filter(target -> target.lastSilence()
                                .filter(at -> heard.isEmpty() || at.isAfter(heard.get()))
                                .isPresent())
                        .map(target -> String.valueOf(URI.create(target.url()).getHost()))
                        .distinct()
                        .count()
                >= HOSTS;
    }
}
