package dev.heir.integration.call.socket;

/** Who did something to a connection. */
public enum Side {
    CALLER,
    PROVIDER,
    /** The orchestrator between them. */
    US;

    Side other() {
        return switch (this) {
            case CALLER -> PROVIDER;
            case PROVIDER -> CALLER;
            case US -> throw new IllegalStateException("whoever stands between two sides has no other one");
        };
    }

    String word() {
        return this == US ? "orchestrator" : name().toLowerCase(java.util.Locale.ROOT);
    }
}
