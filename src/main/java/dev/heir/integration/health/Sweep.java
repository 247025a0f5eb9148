package dev.heir.integration.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one sweep did.
 *
 * @param providers by colour
 * @param probed providers that were probed by this sweep
 * @param opened ids of escalations that were opened
 * @param lessons of resolved incidents that were recorded
 * @param ownTrouble whether our own network seems down; then only providers inside it were judged
 */
public record Sweep(
        Instant at,
        Duration took,
        Map<Colour, Long> providers,
        int probed,
        List<String> opened,
        int lessons,
        boolean ownTrouble) {}
