package dev.heir.integration.call.socket;

/**
 * What went one way.
 *
 * @param messages of data that went in full
 * @param bytes of data, as they travelled: packed ones count as such
 */
public record Traffic(long messages, long bytes) {}
