package dev.heir.integration.call.socket;

import java.time.Duration;

/**
 * How far a relay goes.
 *
 * @param largestMessage in bytes, as they travel; a larger one is not passed on
 * @param idle how long nothing may come from either side
 * @param longest how long it may be open at all
 * @param farewell how long a side may take to end when it was told to
 */
public record Bounds(long largestMessage, Duration idle, Duration longest, Duration farewell) {}
