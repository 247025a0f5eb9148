package dev.heir.integration.health;

/** How a provider is, at a glance. */
public enum Colour {
    /** All well, as far as anyone asked. */
    GREEN,
    /** A warning, or the provider answers by an alternative endpoint only. */
    YELLOW,
    /** Down. */
    RED
}
