package dev.heir.integration.credential;

import dev.heir.integration.provider.Body;

/** Seals texts for the database, so that whoever reads a row learns nothing, and opens them again. */
public interface Seals {

    /**
     * Never the same twice, even of the same text.
     *
     * @param purpose what the text is for and whose it is: sealed for one purpose, it opens for no other
     * @throws NoSealingKey when there is no key to seal with
     */
    Body seal(String purpose, String text);

    /**
     * The text that was sealed.
     *
     * @throws Unreadable when it was sealed with an unknown key or for another purpose, or was changed since
     * @throws NoSealingKey when there is no key to open it with
     */
    String open(String purpose, Body sealed) throws Unreadable;

    /** The purpose of a credential's own document. */
    static String settingsOf(String credential) {
        return "credential/" + credential + "/settings";
    }

    /** The purpose of what a token endpoint gave for a credential. */
    static String tokenOf(String credential) {
        return "credential/" + credential + "/token";
    }

    /** The purpose of what is kept of a sign-in under way. */
    static String connectionOf(String stateHash) {
        return "connection/" + stateHash;
    }

    /** The purpose of what an issuer said of a person who signed in here. */
    static String sessionOf(String subject) {
        return "session/" + subject;
    }

    /** The purpose of what a monitor's notices are signed with. */
    static String noticesOf(String monitor) {
        return "monitor/" + monitor + "/notices";
    }

    /** Sealed text that does not open. */
    final class Unreadable extends Exception {

        private static final long serialVersionUID = 1;

        public Unreadable(String message) {
            super(message);
        }
    }
}
