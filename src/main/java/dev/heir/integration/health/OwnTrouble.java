package dev.heir.integration.health;

import java.net.URI;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells whether it is our own network that is down: a pure decision. */
final class OwnTrouble {

    /** Two hosts can fail together by chance or by sharing a cause; three at once, and nobody else answering, is us. */
    private static final int HOSTS = 3;

    private OwnTrouble() {}

    /**
     * @param asked targets outside our own network that were asked in the window
     * @return true when at least three hosts were asked and not one of them gave any HTTP answer
     */
    static boolean network(Collection<Evidence.Target> asked) {
        Set<String> hosts = asked.stream()
                .filter(target -> target.unheard() || target.lastAnswer().isPresent())
                .map(target -> String.valueOf(URI.create(target.url()).getHost()))
                .collect(Collectors.toSet());
        return hosts.size() >= HOSTS && asked.stream().allMatch(Evidence.Target::unheard);
    }
}
