package dev.heir.integration.access;

/** What an issuer says of whoever signed in. */
sealed interface Vouched {

    /**
     * It is this person.
     *
     * @param idToken in which it says so, verified
     */
    record For(Person person, String idToken) implements Vouched {
        @Override
        public String toString() {
            return "For[" + person.subject() + ", secret]";
        }
    }

    /** What came is not what was asked for. */
    record Refused(String reason) implements Vouched {}

    /** It does not answer as it should. */
    record Unavailable(String reason) implements Vouched {}
}
