package dev.heir.integration.scrape;

/** The same idempotency key came with another request; nothing was done. */
public final class KeyUsedOtherwise extends RuntimeException {

    private static final long serialVersionUID = 1;

    public KeyUsedOtherwise(String key) {
        super("'" + key + "' came with other pages or selectors before");
    }
}
