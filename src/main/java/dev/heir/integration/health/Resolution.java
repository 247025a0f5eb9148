package dev.heir.integration.health;

import dev.heir.integration.provider.Flaw;
import dev.heir.integration.provider.InvalidInput;
import dev.heir.integration.strike.Remedy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a person writes when a case is over; it becomes a knowledge entry.
 *
 * @param by who
 * @param resolution what was done, in words the next person understands
 * @param remedy empty when it is none of our list
 */
public record Resolution(String by, String resolution, Optional<Remedy> remedy) {

    public Resolution {
        List<Flaw> flaws = new ArrayList<>();
        if (by.isBlank()) {
            flaws.add(new Flaw("by", by, "must say who resolved it"));
        }
        if (resolution.isBlank()) {
            flaws.add(new Flaw("resolution", resolution, "must say what was done"));
        }
        if (!flaws.isEmpty()) {
            throw new InvalidInput(flaws);
        }
    }

    CaseState.Resolved after(Optional<CaseState.Acknowledged> taken, Instant now) {
        return new CaseState.Resolved(taken, by, now, resolution, remedy);
    }

    boolean isThatOf(CaseState.Resolved done) {
        return done.by().equals(by)
                && done.resolution().equals(resolution)
                && done.remedy().equals(remedy);
    }
}
