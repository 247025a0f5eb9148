package dev.heir.integration.access;

/**
 * Somebody who is here.
 *
 * @param source where the request came from, as far as we believe it; empty where nobody connected
 */
public record Visit(Actor actor, String source) {

    /** What happens by itself. */
    public static final Visit NOBODYS = new Visit(new Actor("the orchestrator", Role.ADMIN, Actor.How.BY_ITSELF), "");
}
