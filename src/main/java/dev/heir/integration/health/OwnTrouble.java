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
     * Silence of who never answered is no sign of ours: its address may be wrong.
     *
     * @param outside providers that lie outside our own network
     * @param troubled whether our network was seen down of late: then it is until somebody is heard again, or nobody who
     *     could be is left
     * @return true when at least three hosts that used to answer were silent since anybody was last heard
     */
    static boolean network(Collection<Evidence> outside, boolean troubled) {
        Optional<Instant> heard = outside.stream()
                .flatMap(evidence -> evidence.targets().stream())
                .flatMap(target -> target.lastHeard().stream())
                .max(Comparator.naturalOrder());
        if (troubled) {
            return heard.isEmpty() && outside.stream().anyMatch(Evidence::everAnswered);
        }
        return outside.stream()
                        .filter(Evidence::everAnswered)
                        .flatMap(evidence -> evidence.targets().stream())
                        .filter(target -> target.lastSilence()
                                .filter(at -> heard.isEmpty() || at.isAfter(heard.get()))
                                .isPresent())
                        .map(target -> String.valueOf(URI.create(target.url()).getHost()))
                        .distinct()
                        .count()
                >= HOSTS;
    }
}
