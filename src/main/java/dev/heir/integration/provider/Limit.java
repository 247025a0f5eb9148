package dev.heir.integration.provider;

/**
 * At most so many units in each window.
 *
 * @param unit what is counted: {@link #REQUESTS}, or what operations say they cost, such as {@code tokens}
 * @param of whose use is counted together
 * @param shadow only watched: it never refuses a call
 */
public record Limit(long units, String unit, LimitWindow window, Of of, boolean shadow) {

    /** The unit of a limit whose document names none. */
    public static final String REQUESTS = "requests";

    public Limit {
        if (units < 1) {
            throw new IllegalArgumentException("units must be at least 1, were " + units);
        }
    }

    /** So many weighted requests of the whole provider. */
    public static Limit ofRequests(long requests, LimitWindow window) {
        return new Limit(requests, REQUESTS, window, Of.PROVIDER, false);
    }

    /** As people read it: {@code 40 requests per 1s}. */
    @Override
    public String toString() {
        return units + " " + unit + " per " + window + (of == Of.CREDENTIAL ? ", each credential" : "")
                + (shadow ? ", watched only" : "");
    }

    /** Whose use is counted together. */
    public enum Of {
        /** All requests to the provider, whoever signs them. */
        PROVIDER,
        /** The requests that one credential signs: each has the limit for itself. */
        CREDENTIAL
    }
}
