package dev.heir.integration.assign;

/**
 * One piece of work and what it leaves behind.
 *
 * @param tool what it is done with: the provider, the host
 * @param yields what is there when it is done
 */
public record Deliverable(Work work, Specialist specialist, String tool, String yields) {}
