package dev.heir.integration.call.socket;

/**
 * How a relay ended.
 *
 * @param by who ended it
 * @param how what the other side was told, or both were
 * @param clean whether whoever ended it said so
 * @param isProvidersFailure whether it speaks against the provider: it was cut, broke the rules, or said that it is ill
 */
public record Ended(
        Side by, Close how, boolean clean, boolean isProvidersFailure, Traffic toProvider, Traffic toCaller) {

    /** For people. */
    public String words() {
        String what =
                switch (by) {
                    case US -> "ended by the orchestrator with " + how;
                    case CALLER, PROVIDER ->
                        clean
                                ? "closed by the " + by.word() + " with " + how
                                : "broken off by the " + by.word() + ": " + how.reason();
                };
        return what + "; to the provider " + words(toProvider) + ", to the caller " + words(toCaller);
    }

    private static String words(Traffic traffic) {
        return traffic.messages() + " messages, " + traffic.bytes() + " bytes";
    }
}
