package dev.heir.integration.health;

import dev.heir.integration.strike.Circuit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Judges a provider by the evidence: a pure decision. */
final class Judgement {

    /** Fewer failures in a row are a warning, not an outage: one call with its retries must not paint a provider red. */
    private final int downAfter;
    /** From this share of failed attempts on, a provider that still answers is a warning. */
    private final double warnAt;

    Judgement(int downAfter, double warnAt) {
        this.downAfter = downAfter;
        this.warnAt = warnAt;
    }

    Standing judge(Evidence evidence, Optional<Standing> before, Instant now) {
        Optional<Standing.Outage> outage = outage(evidence, before, now);
        List<String> warnings = warnings(evidence, now);
        Colour colour = outage.isPresent() ? Colour.RED : warnings.isEmpty() ? Colour.GREEN : Colour.YELLOW;
        List<String> reasons = new ArrayList<>();
        outage.ifPresent(down -> reasons.add("no good answer since " + down.since() + ", last asked " + down.seen()));
        reasons.addAll(warnings);
        Phase phase = phase(evidence, colour, now);
        Instant since = before.filter(was -> was.colour() == colour && was.phase() == phase)
                .map(Standing::since)
                .orElse(now);
        return new Standing(
                evidence.provider(), colour, phase, reasons, since, outage, evidence.everAnswered(), evidence.vitals());
    }

    private Optional<Standing.Outage> outage(Evidence evidence, Optional<Standing> before, Instant now) {
        List<Evidence.Target> targets = evidence.targets();
        Optional<Standing.Outage> held = before.flatMap(Standing::outage);
        boolean someAnswers = targets.stream().anyMatch(target -> answers(target, now));
        if (someAnswers) {
            return Optional.empty();
        }
        // An alternative that nobody needed to ask is not in the evidence, so the primary decides when it is down
        // alone.
        boolean allDown = targets.stream().anyMatch(Evidence.Target::primary)
                && targets.stream().allMatch(target -> isDown(target, now));
        if (!allDown && held.isEmpty()) {
            return Optional.empty();
        }
        Instant since = held.map(Standing.Outage::since)
                .orElseGet(() -> earliest(targets).orElse(now));
        Optional<Instant> seen = targets.stream().anyMatch(target -> isOpen(target, now))
                ? Optional.of(now)
                : targets.stream()
                        .flatMap(target -> target.lastFailure().stream())
                        .max(Comparator.naturalOrder());
        return Optional.of(new Standing.Outage(
                since, seen.or(() -> held.map(Standing.Outage::seen)).orElse(now)));
    }

    private static Optional<Instant> earliest(List<Evidence.Target> targets) {
        return targets.stream()
                .flatMap(target -> target.failingSince().or(() -> openSince(target)).stream())
                .min(Comparator.naturalOrder());
    }

    private List<String> warnings(Evidence evidence, Instant now) {
        List<String> warnings = new ArrayList<>();
        for (Evidence.Target target : evidence.targets()) {
            if (isDown(target, now)) {
                warnings.add((target.primary() ? "primary " : "alternative ") + target.url() + " is down");
            } else if (target.failuresInARow() > 0) {
                warnings.add(target.url() + " failed " + target.failuresInARow() + " times in a row");
            } else if (target.circuit() instanceof Circuit.HalfOpen) {
                warnings.add(target.url() + " is being tried again after an outage");
            }
        }
        Vitals vitals = evidence.vitals();
        vitals.errorRate()
                .filter(rate -> rate >= warnAt)
                .ifPresent(rate -> warnings.add(String.format(
                        Locale.ROOT,
                        "%.1f%% of %d attempts failed since %s",
                        rate * 100,
                        vitals.attempts(),
                        vitals.from())));
        if (vitals.limited() > 0) {
            warnings.add(vitals.limited() + " of " + vitals.attempts() + " attempts were refused for a limit since "
                    + vitals.from());
        }
        if (vitals.refused() > 0) {
            warnings.add(vitals.refused() + " of " + vitals.attempts() + " attempts had their credential refused since "
                    + vitals.from());
        }
        evidence.throttledUntil()
                .filter(now::isBefore)
                .ifPresent(until -> warnings.add("asked to be left alone until " + until));
        if (evidence.usageWarning()) {
            warnings.add("reports at least 80% of a limit used");
        }
        return warnings;
    }

    private Phase phase(Evidence evidence, Colour colour, Instant now) {
        if (!evidence.everAnswered()) {
            return Phase.BUILD;
        }
        boolean primaryDown = evidence.targets().stream().anyMatch(target -> target.primary() && isDown(target, now));
        if (colour == Colour.RED || primaryDown || evidence.openCases() > 0) {
            return Phase.REPAIR;
        }
        return evidence.lessonPending() ? Phase.TRAIN : Phase.OPERATE;
    }

    private boolean isDown(Evidence.Target target, Instant now) {
        return isOpen(target, now) || target.failuresInARow() >= downAfter;
    }

    private boolean answers(Evidence.Target target, Instant now) {
        return target.lastAnswer().isPresent() && !isDown(target, now);
    }

    private static boolean isOpen(Evidence.Target target, Instant now) {
        return target.circuit() instanceof Circuit.Open(Instant since, Instant until) && now.isBefore(until);
    }

    private static Optional<Instant> openSince(Evidence.Target target) {
        return switch (target.circuit()) {
            case Circuit.Open(Instant since, Instant until) -> Optional.of(since);
            case Circuit.HalfOpen(Instant since, int probesLeft) -> Optional.of(since);
            case Circuit.Closed closed -> Optional.empty();
        };
    }

    /** Whether the outage has been seen for so long that a person must hear of it. */
    static boolean isSustained(Standing standing, Duration bound) {
        return standing.phase() != Phase.BUILD
                && standing.outage()
                        .filter(outage ->
                                Duration.between(outage.since(), outage.seen()).compareTo(bound) >= 0)
                        .isPresent();
    }
}
