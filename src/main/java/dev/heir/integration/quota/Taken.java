package dev.heir.integration.quota;

/** What came of an attempt to take units of one scope. */
sealed interface Taken {

    /**
     * They are the caller's.
     *
     * @param lot that they are of: corrections name it
     */
    record Units(Lot lot) implements Taken {}

    /**
     * @param notBefore microseconds since 1970, by the database's clock: asking earlier is in vain
     * @param between whether only the limit's window is too nearly over
     */
    record Refused(String limit, long notBefore, boolean between) implements Taken {}

    /** The database did not answer: nothing is admitted that cannot be counted. */
    record Unknown(RuntimeException failure) implements Taken {}
}
