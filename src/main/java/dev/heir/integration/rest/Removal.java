package dev.heir.integration.rest;

/** What there is to say when something was to be removed. */
final class Removal {

    private Removal() {}

    /** @throws Problem when there was nothing to remove */
    static void of(boolean removed, String kind, String id) {
        if (!removed) {
            throw Problem.notFound(kind, id);
        }
    }
}
