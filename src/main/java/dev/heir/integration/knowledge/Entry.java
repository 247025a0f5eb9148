package dev.heir.integration.knowledge;

import dev.heir.integration.strike.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known about one error signature.
 *
 * @param signature its key
 * @param message how the error was worded the last time
 * @param seen how often
 * @param remedies tried, best proven first
 * @param resolutions people wrote, newest first
 */
public record Entry(
        String signature,
        String provider,
        String operation,
        String symptom,
        String message,
        long seen,
        Instant firstSeen,
        Instant lastSeen,
        List<Tried> remedies,
        List<Resolved> resolutions) {

    public Entry {
        remedies = List.copyOf(remedies);
        resolutions = List.copyOf(resolutions);
    }

    /** Where it stands in the list of all. */
    public String position() {
        return lastSeen + " " + signature;
    }

    /** The same signature with what is known of it. */
    public Entry with(List<Tried> tried, List<Resolved> resolved) {
        return new Entry(signature, provider, operation, symptom, message, seen, firstSeen, lastSeen, tried, resolved);
    }

    /**
     * One remedy's record.
     *
     * @param proven lower bound of the 95% interval, 0 to 1
     * @param advice for people; nothing is done by it unasked
     */
    public record Tried(Remedy remedy, long tries, long successes, double proven, Advice advice) {

        public static Tried of(Remedy remedy, Proof proof) {
            return new Tried(remedy, proof.tries(), proof.successes(), proof.proven(), Advice.on(remedy, proof));
        }
    }

    /**
     * What a person wrote when a case with this signature was over.
     *
     * @param lesson what the incident taught; empty until a sweep has recorded it
     */
    public record Resolved(
            String escalation,
            String by,
            Instant at,
            String resolution,
            Optional<Remedy> remedy,
            Optional<Lesson> lesson) {}

    /**
     * What an incident taught.
     *
     * @param lasted from the case's opening to its resolution
     * @param calls of this cause in that time
     * @param remedies tried in that time
     */
    public record Lesson(Duration lasted, long calls, List<Tried> remedies, Instant recordedAt) {

        public Lesson {
            remedies = List.copyOf(remedies);
        }
    }
}
