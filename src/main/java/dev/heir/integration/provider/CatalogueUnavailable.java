package dev.heir.integration.provider;

/** The registered documents cannot be read, so nothing can be said about who may call what. */
public final class CatalogueUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CatalogueUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
