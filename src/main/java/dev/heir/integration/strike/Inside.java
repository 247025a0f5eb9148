package dev.heir.integration.strike;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an answer's content says beside its status, in protocols that say it there: GraphQL's errors in a 200, SOAP's
 * faults, and what a query really cost.
 *
 * @param status of HTTP that means what the content says; empty where the answer's own does
 * @param trouble the errors in short; empty when there are none
 * @param partial whether some of what was asked for was done all the same
 * @param cost points that were taken
 * @param budget what the provider says of its own limit in points
 * @param retryAt when what was refused would have been admitted
 */
public record Inside(
        OptionalInt status,
        Optional<String> trouble,
        boolean partial,
        OptionalLong cost,
        Optional<Points> budget,
        Optional<Instant> retryAt) {

    public static final Inside NOTHING = new Inside(
            OptionalInt.empty(), Optional.empty(), false, OptionalLong.empty(), Optional.empty(), Optional.empty());

    /** The unit in which query costs are counted, in limits, costs and prices. */
    public static final String POINTS = "points";

    /**
     * A limit in points.
     *
     * @param resetAt when it is whole again
     * @param refills whether it comes back little by little, and not all at once
     */
    public record Points(OptionalLong limit, long remaining, Instant resetAt, boolean refills) {}

    /** An error alone. */
    static Inside of(int status, String trouble) {
        return new Inside(
                OptionalInt.of(status),
                Optional.of(trouble),
                false,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
