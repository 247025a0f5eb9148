package dev.heir.integration.credential;

/** There is no key that secrets could be sealed with; whoever runs this has to give it one. */
public final class NoSealingKey extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message names the setting, and never shows its value */
    public NoSealingKey(String message) {
        super(message);
    }

    public NoSealingKey(String message, Throwable cause) {
        super(message, cause);
    }
}
