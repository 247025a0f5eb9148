package dev.heir.integration.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges all providers of one sweep together: a pure decision. */
final class Assessment implements Standings.Judge {

    private final Judgement judgement;
    private final Duration sustained;
    private final Set<String> internal;

    /**
     * @param internal providers that live in our own network, which say nothing about the way out of it and are judged
     *     whatever happens there
     */
    Assessment(Judgement judgement, Duration sustained, Set<String> internal) {
        this.judgement = judgement;
        this.sustained = sustained;
        this.internal = Set.copyOf(internal);
    }

    @Override
    public Standings.Verdict judge(Standings.Measured measured) {
        boolean ownTrouble = OwnTrouble.network(
                measured.evidence().stream()
                        .filter(evidence -> !internal.contains(evidence.provider()))
                        .toList(),
                measured.troubled());
        List<Standing> standings = new ArrayList<>();
        List<Standing> sustainedOutages = new ArrayList<>();
        for (Evidence evidence : measured.evidence()) {
            Optional<Standing> before = Optional.ofNullable(measured.before().get(evidence.provider()));
            if (ownTrouble && !internal.contains(evidence.provider())) {
                // What it was before is all that is known: silence is ours, and no traffic is no proof of health.
                before.ifPresent(standings::add);
                continue;
            }
            Standing standing = judgement.judge(evidence, before, measured.now());
            standings.add(standing);
            if (Judgement.isSustained(standing, sustained)) {
                sustainedOutages.add(standing);
            }
        }
        return new Standings.Verdict(standings, sustainedOutages, ownTrouble);
    }
}
