package dev.heir.integration.provider;

import java.time.Duration;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.stream.Stream;

/** By how much the clocks of a zone were or will be set back at once. */
final class SetBack {

    private static final int ANY_YEAR = 2_000; // the rules that go on repeat themselves

    private SetBack() {}

    static Duration most(ZoneId zone) {
        ZoneRules rules = zone.getRules();
        return Stream.concat(
                        rules.getTransitions().stream(),
                        rules.getTransitionRules().stream().map(rule -> rule.createTransition(ANY_YEAR)))
                .filter(ZoneOffsetTransition::isOverlap)
                .map(step -> step.getDuration().abs())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
