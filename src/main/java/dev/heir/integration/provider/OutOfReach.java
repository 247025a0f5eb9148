package dev.heir.integration.provider;

/** A project asked a provider that the key it showed is not for. */
public final class OutOfReach extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param provider or what else it asked */
    public OutOfReach(String provider) {
        super("the key is not for " + provider + "; POST /v1/projects/{id}/keys gives another");
    }
}
