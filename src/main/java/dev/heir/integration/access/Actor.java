package dev.heir.integration.access;

/**
 * Somebody who came in.
 *
 * @param name what people know it by
 */
public record Actor(String name, Role role, How how) {

    /** By what it was known. */
    public enum How {
        PROJECT_KEY,
        ADMIN_KEY,
        STAFF_KEY,
        /** The company's identity provider vouches for the person. */
        SIGN_IN,
        /** No key is configured, and the request was made on this machine. */
        THIS_MACHINE,
        /** Nobody asked for it. */
        BY_ITSELF
    }
}
